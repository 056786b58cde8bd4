/* Reads dates, meetings, agenda items and votes in a query, in any of the languages. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const FACTS = globalThis.unresFacts;
  const MONTHS = Object.keys(FACTS.months).sort((one, other) => other.length - one.length).join('|');
  const HAN_DIGITS = '〇一二三四五六七八九';
  const HAN_NUMERALS = '〇零一二三四五六七八九十百';
  const HAN_NUMBER = `(?<![${HAN_NUMERALS}])[${HAN_NUMERALS}]{1,4}`;

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
  const AGENDA_ITEM = /(?:议程项目|agenda items?|point(?: de l'ordre du jour)?|tema(?: del programa)?|пункт(?: повестки дня)?|البند) ?([0-9]{1,3}) ?\(?([a-z])?\)?/u;
  // matches: 152-4-31
  // matches: 152票对4票、31票弃权
  // rejects: 2020-09-21
  const VOTE = /(?<![0-9])([0-9]{1,3})(?: ?[-–:/] ?|票(?:赞成)?对)([0-9]{1,3})(?: ?[-–:/] ?|票[,、;]? ?)([0-9]{1,3})(?![0-9])(?:票弃权)?/;

  // Words around a symbol or a date that ask for nothing else.
  // matches: general assembly
  // matches: adopted on
  // rejects: small arms
  const AROUND = new RegExp(`${FACTS.words.han.join('|')}|通过|文件|文号|[0-9]{1,3} ?届会议|届会议|[号的和与及]|(?<![\\p{L}\\p{N}])(?:${FACTS.words.other.join('|')}|резолюци\\p{L}{1,3}|ассамбле\\p{L}|un|u\\.n|unscr|scr|doc|document|générale|general|генеральн\\p{L}{1,3}|resolutions|résolutions|resoluciones|the|of|on|in|from|and|adopted|de|del|la|le|les|los|las|l|du|des|et|y|e|el|adoptée?s?|adoptad[ao]s?|aprobad[ao]s?|в|и|от|на|принят\\p{L}{1,2}|года|г|في|و|من|المؤرخ|no|n°)(?![\\p{L}\\p{N}])`, 'gu');
  // matches: 小
  // rejects: ，
  const WORD_CHARACTER = /[\p{L}\p{N}]/u;

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

  /** The ways to write a date, each with the day that it means.
   *  @type {[RegExp, (...found: string[]) => string][]} */
  const DATES = [
    [CHINESE_DATE, (_, year, month, day) => dayTerm(year, month, day)],
    [HAN_DATE, (_, year, month, day) => dayTerm(readNumber(year), readNumber(month), readNumber(day))],
    [DAY_FIRST, (_, day, month, year) => dayTerm(year, FACTS.months[month], day)],
    [MONTH_FIRST, (_, month, day, year) => dayTerm(year, FACTS.months[month], day)],
    [YEAR_FIRST, (_, year, month, day) => dayTerm(year, month, day)],
    [YEAR_LAST, (_, day, month, year) => (Number(month) > 12 ? dayTerm(year, day, month) : dayTerm(year, month, day))],
  ];

  /** All that a query may name of what is printed around a text, with its term: `list_facts` in
   *  src/unres_site/search/documents.py makes the same.
   *  @type {[RegExp, (...found: string[]) => string][]} */
  const FORMS = [
    ...DATES,
    [MEETING, (_, one, other, third) => `${readNumber(one ?? other ?? third)}次会议`],
    [AGENDA_ITEM, (_, number, letter = '') => `${number}${letter}议程`],
    [VOTE, (_, inFavour, against, abstaining) => `${inFavour}-${against}-${abstaining}票`],
  ];

  /** Some words without those that ask for nothing by themselves. @param {string} rest */
  const dropAround = (rest) => rest.replace(AROUND, ' ');

  /** Whether some words ask for nothing by themselves. @param {string} rest */
  const asksNothing = (rest) => !WORD_CHARACTER.test(dropAround(rest));

  /** The term of a query that is a date, a meeting, an agenda item or a vote, and no more. @param {string} normal */
  function factOf(normal) {
    for (const [pattern, write] of FORMS) {
      const found = pattern.exec(normal);
      if (found && asksNothing(normal.replace(found[0], ' '))) return write(...found);
    }
    return undefined;
  }

  search.facts = { DATES, readNumber, dropAround, asksNothing, factOf };
})(globalThis.unresSearch);
