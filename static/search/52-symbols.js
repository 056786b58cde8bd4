/* Reads symbols in a query, in any spelling and with what is usually written around them. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { scan, symbolTerms } = search.tokens;
  const { DATES, readNumber, dropAround, asksNothing } = search.facts;
  const HAN_NUMERALS = '〇零一二三四五六七八九十百';
  const HAN_NUMBER = `(?<![${HAN_NUMERALS}])[${HAN_NUMERALS}]{1,4}`;

  // A paragraph of a resolution.
  // matches: 第3段
  // matches: para. 3
  // rejects: 第3次
  const PINPOINT = /(?:执行部分|正文)?第 ?([0-9]{1,3}) ?[段款]|(?<!\p{L})(?:operative )?(?:paragraphe?s?|paras?|pars?|párrs?|párrafos?|ops?|п|пункт\p{L}{0,2}|الفقرة)\.? ?([0-9]{1,3})(?![0-9/])/u;
  // matches: 第七十五届会议第40号
  // rejects: 第75届会议
  const SESSION_AND_NUMBER = new RegExp(`第? ?([0-9]{1,2}|${HAN_NUMBER}) ?届(?:联大|大会|会议)* ?第? ?([0-9]{1,3}|${HAN_NUMBER}) ?号`);
  // A symbol with other signs between its parts.
  // matches: a-res-75-40
  // matches: a/res/75/245-b
  // rejects: 75-40
  const HEADED_SYMBOL = /^([aest])[-–\\:. _/]{1,2}(res|dec)[-–\\:. _/]{1,2}([0-9]{1,4})[-–\\:. _/]([0-9]{1,4})(?:[ -]?([a-z]))?$/;
  // matches: 75.40
  // rejects: 2015-2030
  const LOOSE_NUMBERS = /^([0-9]{1,2})[-–\\:. _/]([0-9]{1,3})(?:[ -]?([a-z]))?$/;
  // matches: https://undocs.org/x?symbol=a/res/75/40
  // rejects: a/res/75/40
  const ADDRESS = /^(?:[a-z]{3,6}:\/\/|www\.)\S+$/;
  // matches: s/res/1325
  // rejects: s/res/1325(2000)
  const YEARLESS = /^s\/res\/([0-9]{1,4})$/;
  // matches: security council
  // matches: unscr
  // rejects: general assembly
  const COUNCIL = /(?<!\p{L})(?:unscr?|scr?|security council|conseil de sécurité|consejo de seguridad|совета? безопасности|مجلس الأمن)(?!\p{L})|安(?:全)?理(?:事会|事會|会|會)/u;
  // matches: 1863
  // rejects: 18 63
  const LONE_NUMBER = /^[^0-9\p{L}]*([0-9]{1,4})[^0-9\p{L}]*$/u;
  /** The main term of a symbol in any spelling, else undefined. @param {string} text */
  function looseTerm(text) {
    const [, head = '', series = '', ...numbers] = HEADED_SYMBOL.exec(text) ?? [];
    const [session, number, part = ''] = numbers.length ? numbers : (LOOSE_NUMBERS.exec(text) ?? []).slice(1);
    return session && symbolTerms(`${head && `${head}/${series}/`}${session}/${number}${part}`)[0];
  }

  /** The terms of a query that is symbols and no more, with the paragraph that it names. Security Council resolutions may
   *  lack their year; such a term ends with `(`.
   *  @param {string} normal
   *  @returns {{ terms: string[], paragraph?: string } | undefined} */
  function symbolsOf(normal) {
    const text = normal.replace(SESSION_AND_NUMBER, (_, session, number) => `${readNumber(session)}/${readNumber(number)}`);
    const [pinpoint = '', one, other] = PINPOINT.exec(text) ?? [];
    const paragraph = one ?? other;
    let rest = text.replace(pinpoint, ' ').trim();
    const loose = looseTerm(rest) ?? looseTerm(dropAround(rest).trim());
    if (loose) return { terms: [loose], paragraph };
    const symbols = scan(rest).filter((item) => item.kind === 'symbol' && symbolTerms(item.text).length);
    const terms = symbols.map((item) => symbolTerms(item.text)[0].replace(YEARLESS, '$1('));
    if (terms.length && ADDRESS.test(rest)) return { terms: terms.slice(-1) };
    for (const item of symbols) rest = rest.replace(item.text, ' ');
    for (const [pattern] of DATES) rest = rest.replace(pattern, ' ');
    if (terms.length) return asksNothing(rest) ? { terms, paragraph } : undefined;
    const number = COUNCIL.test(text) && LONE_NUMBER.exec(dropAround(rest))?.[1];
    return number ? { terms: [`${number}(`], paragraph } : undefined;
  }

  search.symbols = { symbolsOf };
})(globalThis.unresSearch);
