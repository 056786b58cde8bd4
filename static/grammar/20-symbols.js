/* Reads symbols in a query, in any spelling. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { scan, symbolTerms, wordTerms } = search.tokens;
  const { readNumber } = search.facts;
  const FORMS = globalThis.unresFacts.symbols;
  const CODES = Object.keys(globalThis.unresFacts.languages).join('|').toLowerCase();
  const HAN_NUMERALS = '〇零一二三四五六七八九十百';
  const HAN_NUMBER = `(?<![${HAN_NUMERALS}])[${HAN_NUMERALS}]{1,5}`;

  // An address, or the name of a file in a folder.
  // matches: https://undocs.org/x?symbol=a/res/75/40
  // matches: docs.un.org/a/res/58/58
  // rejects: a/res/75/40
  const ADDRESS = /(?<!\S)(?:[a-z]{2,6}:\/\/|www\.|[a-z-]{2,}\.[a-z])[^\s"]*\/[^\s"]*/u;
  // The part of an address before a symbol.
  // matches: https://undocs.org/zh/a/res/58/58
  // rejects: a/res/58/58
  const HOST = new RegExp(`^(?:[a-z]+://|[a-z-]+\\.[a-z])\\S*?/(?:(?:${CODES})/)?(?=[a-z]{1,5}/)`);
  // What follows a symbol in an address: the ending of a file, a query, a fragment.
  const ENDING = '(?:\\.(?:html|json|pdf|txt)(?![\\p{L}0-9]))?(?:[?#][^\\s"]*)?';
  // matches: ?
  // matches: "#"
  // rejects: /
  const QUERY_OR_FRAGMENT = /[?#]/;
  // matches: a/res/58/58.html
  // rejects: a/res/58/58
  const FILE_ENDING = /\.(?:html|json|pdf|txt)$/;
  // The paragraph in the address of a page.
  // matches: 58/58#op3
  // rejects: 58/58#fn3
  const PARAGRAPH_FRAGMENT = /#op([0-9]{1,3})$/;
  // matches: a_res_58_58-zh
  // matches: a_res_49_75g.html
  // rejects: a/res/58/58
  const FILE_NAME = new RegExp(`(?<!\\S)([a-z]_(?:res|dec)_[a-z0-9_-]*?[0-9][a-z]?)(?:-[a-z]{2})?${ENDING}(?!\\S)`, 'u');
  // matches: a/res/58/58
  // matches: 58/58#op3
  // rejects: 58
  const PRINTED = new RegExp(`(?:(?:${FORMS.series})?(?:${FORMS.slashed}|${FORMS.bracketed})|${FORMS.document})${ENDING}`, 'u');
  // A symbol without its slashes.
  // matches: ares5858
  // rejects: ares 58/58
  const COMPACT = /(?<![\p{L}0-9])[a-z]{1,4}res[0-9]{3,6}[a-z]?(?![\p{L}0-9])/u;
  // matches: 74/04
  // rejects: 74/40
  const LEADING_ZEROS = /\/0+/;
  // matches: 第七十五届会议第40号
  // matches: 七十六届第一百二十九号
  // rejects: 第75届会议
  const SESSION_AND_NUMBER = new RegExp(`第? ?([0-9]{1,2}|${HAN_NUMBER}) ?届(?:联大|大会|会议)* ?第? ?([0-9]{1,3}|${HAN_NUMBER}) ?号`);
  // A symbol with other signs between its parts.
  // matches: a-res-75-40
  // matches: a/res/75/245-b
  // matches: res/75/40
  // rejects: 75-40
  const HEADED = /(?<![\p{L}0-9])(?:([aest])[-–\\:. _/]{1,2})?(res|dec)[-–\\:. _/]{1,2}([0-9]{1,4})[-–\\:. _/]([0-9]{1,4})(?:[ -]?([a-z]))?(?![\p{L}0-9/?#]|\.[a-z])/u;
  // matches: 75.40
  // rejects: 2015-2030
  const LOOSE = /(?<![\p{L}0-9])([0-9]{1,2})[-–\\:. _/]([0-9]{1,3})(?:[ -]?([a-z]))?(?![\p{L}0-9])/u;
  // matches: s/res/1325
  // rejects: s/res/1325(2000)
  const YEARLESS = /^s\/res\/([0-9]{1,4})$/;

  /** The main term of a symbol. A resolution of the Security Council may lack its year; its term ends with `(`.
   *  @param {string} symbol */
  const termOf = (symbol) => symbolTerms(symbol)[0]?.replace(YEARLESS, '$1(');

  /** An address or a symbol without what may follow it. @param {string} text */
  const cutEnding = (text) => text.split(QUERY_OR_FRAGMENT)[0].replace(FILE_ENDING, '');

  /** The last symbol in a text. @param {string} text */
  function lastSymbol(text) {
    const found = scan(text).filter((item) => item.kind === 'symbol' && symbolTerms(item.text).length);
    return found.length ? termOf(found[found.length - 1].text) : undefined;
  }

  /** A symbol that is the path of an address, or in its query. @param {string} address */
  function readAddress(address) {
    const path = cutEnding(address).replace(HOST, '');
    const [first] = scan(path);
    const own = first?.text === path && first.kind === 'symbol' ? termOf(path) : undefined;
    return own ?? lastSymbol(address);
  }

  /** @param {string} [head] @param {string} [series] @param {string} [session] @param {string} [number] */
  const numberedTerm = (head = '', series, session, number, part = '') => termOf(`${head && `${head}/${series}/`}${session}/${number}${part}`);

  /** The ways to write a symbol, each with an example. @type {GrammarRule[]} */
  const SYMBOL_RULES = [
    { kind: 'symbol', example: 'https://undocs.org/zh/a/res/58/58', pattern: ADDRESS, read: ([text]) => readAddress(text) },
    { kind: 'symbol', example: 'a_res_58_58-zh.txt', pattern: FILE_NAME, read: ([, name]) => termOf(name.replaceAll('_', '/')) },
    { kind: 'symbol', example: 'a/res/75/245-b', pattern: HEADED, read: ([, ...parts]) => numberedTerm(...parts) },
    { kind: 'symbol', example: 'a/conf.192/15', pattern: PRINTED, read: ([text]) => termOf(cutEnding(text)) },
    { kind: 'symbol', example: 'ares5858', pattern: COMPACT, read: ([text]) => wordTerms(text)[1]?.replace(LEADING_ZEROS, '/') },
    { kind: 'symbol', example: '第五十八届会议第58号', pattern: SESSION_AND_NUMBER,
      read: ([, session, number]) => `${readNumber(session)}/${readNumber(number)}` },
    { kind: 'loose', example: '58.58', pattern: LOOSE, read: ([, ...parts]) => numberedTerm('', '', ...parts) },
  ];

  /** The paragraph that an address names. @param {string} text */
  const readFragment = (text) => PARAGRAPH_FRAGMENT.exec(text)?.[1];

  search.symbols = { SYMBOL_RULES, readFragment };
})(globalThis.unresSearch);
