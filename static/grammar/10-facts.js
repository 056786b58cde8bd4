/* Reads dates, meetings, agenda items and votes in a query, in any of the languages. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const FACTS = globalThis.unresFacts;
  const MONTHS = Object.keys(FACTS.months).sort((one, other) => other.length - one.length).join('|');
  const HAN_DIGITS = '〇一二三四五六七八九';
  const HAN_NUMERALS = '〇零一二三四五六七八九十百';
  const HAN_NUMBER = `(?<![${HAN_NUMERALS}])[${HAN_NUMERALS}]{1,5}`;

  // matches: 2020年9月21日
  // rejects: 2020年9月
  const CHINESE_DATE = /(?<![0-9])([0-9]{4}) ?年 ?([0-9]{1,2}) ?月 ?([0-9]{1,2}) ?日/;
  // matches: 2020-09-21
  // rejects: 75-40
  const YEAR_FIRST = /(?<![0-9])([0-9]{4})[-/.]([0-9]{1,2})[-/.]([0-9]{1,2})(?![0-9])/;
  // matches: 17.8.2021
  // rejects: 17.8
  const YEAR_LAST = /(?<![0-9])([0-9]{1,2})[-/.]([0-9]{1,2})[-/.]([0-9]{4})(?![0-9])/;
  // matches: 1er décembre 2020
  // matches: 14 كانون الأول/ديسمبر 2020
  // rejects: december 2020
  const DAY_FIRST = new RegExp(`(?<![0-9])([0-9]{1,2})(?:er|st|nd|rd|th|o|-?го)? (?:de )?(${MONTHS})\\.?(?:/(?:${MONTHS}))?,?(?: de)? ([0-9]{4})(?![0-9])`);
  // matches: september 21, 2020
  // rejects: september 2020
  const MONTH_FIRST = new RegExp(`(${MONTHS})\\.? ([0-9]{1,2})(?:st|nd|rd|th)?,? ([0-9]{4})(?![0-9])`);
  // matches: 二〇二〇年九月二十一日
  // rejects: 二〇二〇年九月
  const HAN_DATE = new RegExp(`([〇零一二三四五六七八九]{4})年(${HAN_NUMBER})月(${HAN_NUMBER})日`);
  // matches: 第16次全体会议
  // matches: 44th plenary meeting
  // rejects: 第16届会议
  const MEETING = new RegExp(`([0-9]{1,3}|${HAN_NUMBER}) ?次(?:全体)?会[议議]|([0-9]{1,3})(?:st|nd|rd|th|e|a|-?\\p{L}{1,2})? ?(?:plenary meeting|meeting|séance|sesión plenaria|пленарн\\p{L}{2,3} заседани|заседани)\\p{L}{0,2}(?: plénière)?|الجلسة(?: العامة)? ([0-9]{1,3})`, 'u');
  // matches: 议程项目73(b)
  // matches: agenda item 73 (b)
  // rejects: item 73
  const AGENDA_ITEM = /(?:议程项目|agenda items?|point(?: de l'ordre du jour)?|tema(?: del programa)?|пункт повестки дня|البند) ?([0-9]{1,3}) ?\(?([a-z])?\)?/u;
  // matches: 152-4-31
  // matches: 152票对4票、31票弃权
  // rejects: 2020-09-21
  const VOTE = /(?<![0-9])([0-9]{1,3})(?: ?[-–:/] ?|票(?:赞成)?对)([0-9]{1,3})(?: ?[-–:/] ?|票[,、;]? ?)([0-9]{1,3})(?![0-9])(?:票弃权)?/;

  // matches: 十
  // rejects: 一
  const HAN_UNIT = /[十百]/;
  const HAN_UNITS = new Map([['十', 10], ['百', 100]]);

  /** The value of a number in digits, in Han numerals (七十五) or in Han digits (二〇二〇). @param {string} text */
  function readNumber(text) {
    if (Number(text)) return Number(text);
    const digits = Array.from(text.replace('零', '〇'), (char) => HAN_DIGITS.indexOf(char));
    if (!HAN_UNIT.test(text)) return Number(digits.join(''));
    let sum = 0;
    let waiting = 0;
    [...text].forEach((char, place) => {
      const unit = HAN_UNITS.get(char);
      if (unit) sum += (waiting || 1) * unit;
      waiting = unit ? 0 : Math.max(0, digits[place]);
    });
    return sum + waiting;
  }

  /** The term of a day. @param {string | number} year @param {string | number} month @param {string | number} day */
  const dayTerm = (year, month, day) => `${Number(year)}年${Number(month)}月${Number(day)}日`;

  /** What a query may name of what is printed around a text, each with an example and its term: `list_facts` in
   *  src/unres_site/search/documents.py makes the same.
   *  @type {GrammarRule[]} */
  const FACT_RULES = [
    { kind: 'date', example: '2020年9月21日', pattern: CHINESE_DATE, read: ([, year, month, day]) => dayTerm(year, month, day) },
    { kind: 'date', example: '二〇二〇年九月二十一日', pattern: HAN_DATE, read: ([, year, month, day]) => dayTerm(readNumber(year), readNumber(month), readNumber(day)) },
    { kind: 'date', example: '21 septembre 2020', pattern: DAY_FIRST, read: ([, day, month, year]) => dayTerm(year, FACTS.months[month], day) },
    { kind: 'date', example: 'september 21, 2020', pattern: MONTH_FIRST, read: ([, month, day, year]) => dayTerm(year, FACTS.months[month], day) },
    { kind: 'date', example: '2020-09-21', pattern: YEAR_FIRST, read: ([, year, month, day]) => dayTerm(year, month, day) },
    { kind: 'date', example: '21.9.2020', pattern: YEAR_LAST,
      read: ([, day, month, year]) => (Number(month) > 12 ? dayTerm(year, day, month) : dayTerm(year, month, day)) },
    { kind: 'fact', example: '16次全体会议', pattern: MEETING, read: ([, one, other, third]) => `${readNumber(one ?? other ?? third)}次会议` },
    { kind: 'fact', example: 'agenda item 73 (b)', pattern: AGENDA_ITEM, read: ([, number, letter = '']) => `${number}${letter}议程` },
    { kind: 'fact', example: '152-4-31', pattern: VOTE, read: ([, inFavour, against, abstaining]) => `${inFavour}-${against}-${abstaining}票` },
  ];

  search.facts = { FACT_RULES, readNumber };
})(globalThis.unresSearch);
