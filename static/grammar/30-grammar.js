/* The grammar of queries: one table of the parts that a query is made of. A query is cut into tokens from left to right; at
   each place the first rule that fits is taken. tests/data/scripts/grammar.json has examples of whole queries. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { normalize } = search.tokens;
  const { FACT_RULES } = search.facts;
  const { SYMBOL_RULES, readFragment } = search.symbols;
  const FACTS = globalThis.unresFacts;
  const { ALTERNATIVE, needsGrammar } = search.grammar;

  // The quotation marks of six languages, in normal form.
  // matches: «
  // matches: 《
  // rejects: '
  const QUOTATION_MARKS = /[“”„‟«»「」『』《》〈〉]/g;
  // A text in single quotation marks.
  // matches: ‘rule of law’
  // rejects: l’homme
  const SINGLE_QUOTED = /(?<![^\s(])['‘‚]([^'‘’‚]+)['’](?![^\s),.;])/g;

  // Strokes that look like the one of a symbol; not that of a fraction.
  // matches: ∕
  // rejects: ⁄
  const STROKES = /[\u2215\u2571\u29f8]/g;
  // The organ of a symbol in a letter of another alphabet that looks the same.
  // matches: а/res/58/58
  // rejects: a/res/58/58
  const FOREIGN_ORGAN = /(?<![\p{L}\p{N}])[аетαετ](?=\/[a-z])/gu;
  const ORGANS = new Map(Object.entries({ а: 'a', е: 'e', т: 't', α: 'a', ε: 'e', τ: 't' }));

  // Operators are in capital letters, so that words are none.
  // matches: OR
  // matches: 或
  // rejects: or
  // rejects: ORAL
  const ALTERNATIVES = /(?<!\S)(?:OR|OU|O|ИЛИ|أو|或|或者|\|{1,2})(?!\S)/g;
  // matches: AND
  // matches: +Afghanistan
  // rejects: and
  const CONJUNCTIONS = /(?<!\S)(?:(?:AND|ET|Y|И|&{1,2})(?!\S)|\+(?=\S))/g;
  // matches: NOT Palestine
  // rejects: not Palestine
  const NEGATIONS = /(?<!\S)(?:NOT|SAUF|НЕ|不含) {1,3}(?=\S)/g;
  // matches: "\ue000"
  // rejects: or
  const BETWEEN_ALTERNATIVES = /\ue000/;
  // What a text must not have.
  // matches: -palestine
  // matches: −巴勒斯坦
  // rejects: -5
  // rejects: 75-40
  const EXCLUSION = /(?<!\S)[-−–](?=[\p{L}"])/u;
  // matches: lang:en
  // rejects: language
  const LANGUAGE_FIELD = /(?<!\S)(?:lang|language|语言|langue|idioma|язык|لغة):([a-z][^\s"]*)/;
  // matches: title:核裁军
  // rejects: title
  const TITLE_FIELD = /(?<![\p{L}\p{N}])(?:title|标题|titre|título|заголовок|عنوان):(?=\S)/u;
  // matches: cites:75/241
  // matches: 谁引用了75/62
  // rejects: cities 75/62
  const CITING = /^(?:(?:who |qui |quién |кто )?(?:cites?|citing|citan?|cita a|ссылки на|цитирует) ?:?|(?:谁|哪些决议)?引用了? ?:?) ?(?=[^\s:])/;
  // matches: "\"small arms\""
  // rejects: small arms
  const QUOTED = /"([^"]*)"/;
  // A paragraph of a resolution.
  // matches: 第3段
  // matches: para. 3
  // rejects: 第3次
  const PINPOINT = /(?:执行部分|正文)?第 ?([0-9]{1,3}) ?[段款]|(?<!\p{L})(?:operative )?(?:paragraphe?s?|paras?|pars?|párrs?|párrafos?|ops?|п|пункт\p{L}{0,2}|الفقرة)\.? ?([0-9]{1,3})(?![0-9/])/u;
  // The Security Council, whose resolutions are numbered without sessions.
  // matches: security council
  // matches: unscr
  // rejects: general assembly
  const COUNCIL = /(?<!\p{L})(?:unscr?|scr?|security council|conseil de sécurité|consejo de seguridad|совета? безопасности|مجلس الأمن)(?!\p{L})|安(?:全)?理(?:事会|事會|会|會)/u;
  const HAN_FILLERS = [...FACTS.words.han].sort((one, other) => other.length - one.length).join('|');
  const OTHER_FILLERS = [...FACTS.words.other].sort((one, other) => other.length - one.length).join('|');
  // Words that are written around a symbol or a date and ask for nothing.
  // matches: general assembly
  // matches: adopted
  // matches: (2021)
  // rejects: small arms
  const FILLER = new RegExp(`${HAN_FILLERS}|通过|文件|文号|[0-9]{1,3} ?届会议|届会议|\\((?:19|20)[0-9]{2}\\)|[号的和与及]|(?<![\\p{L}\\p{N}])(?:${OTHER_FILLERS}|резолюци\\p{L}{1,3}|ассамбле\\p{L}|un|u\\.n|unscr|scr|doc|document|générale|general|генеральн\\p{L}{1,3}|resolutions|résolutions|resoluciones|the|of|on|in|from|and|adopted|de|del|la|le|les|los|las|l|du|des|et|y|e|el|adoptée?s?|adoptad[ao]s?|aprobad[ao]s?|в|и|от|на|принят\\p{L}{1,2}|года|г|في|و|من|المؤرخ|no|n°)(?![\\p{L}\\p{N}])`, 'u');
  // matches: 1325号
  // rejects: 1325a
  const NUMBER = /[0-9]{1,4}(?![0-9]|(?!\p{Script=Han})\p{L})/u;
  // One Han character, or a word of other letters and digits.
  // matches: 小
  // matches: covid19
  // rejects: ，
  const WORD = /[\u3005\u3007\p{Script=Han}]|(?:(?![\u3005\u3007\p{Script=Han}])[\p{L}\p{N}])+/u;
  /** @param {RegExpExecArray} found the text and its groups, of which one is not empty */
  const readGroup = (found) => found.slice(1).find((group) => group !== undefined) ?? found[0];

  /** The code of a language, whose capitals a normal form lacks. @param {string} asked */
  const nameLanguage = (asked) => Object.keys(FACTS.languages).find((code) => normalize(code) === asked) ?? asked;

  /** The table. What no rule fits is a sign: white space or punctuation. `read` gives what a token asks for; if that is undefined, the rule does not fit.
   *  @type {GrammarRule[]} */
  const GRAMMAR = [
    { kind: 'alternative', example: ALTERNATIVE, pattern: BETWEEN_ALTERNATIVES, read: readGroup },
    { kind: 'citing', example: 'cites:58/58', pattern: CITING, read: readGroup },
    { kind: 'exclusion', example: '-arms', pattern: EXCLUSION, read: readGroup },
    { kind: 'language', example: 'lang:en', pattern: LANGUAGE_FIELD, read: ([, code]) => nameLanguage(code) },
    { kind: 'field', example: 'title:arms', pattern: TITLE_FIELD, read: () => 'title' },
    { kind: 'phrase', example: '"small arms"', pattern: QUOTED, read: readGroup },
    ...FACT_RULES,
    ...SYMBOL_RULES,
    { kind: 'pinpoint', example: 'para. 3', pattern: PINPOINT, read: readGroup },
    { kind: 'council', example: 'unscr', pattern: COUNCIL, read: readGroup },
    { kind: 'filler', example: 'general assembly', pattern: FILLER, read: readGroup },
    { kind: 'number', example: '1325', pattern: NUMBER, read: readGroup },
    { kind: 'word', example: 'arms', pattern: WORD, read: readGroup },
  ];
  const RULES = GRAMMAR.map((rule) => ({ ...rule, pattern: new RegExp(rule.pattern.source, 'uy') }));

  /** The token at a place of a query. @param {string} normal @param {number} at @returns {QueryToken} */
  function readToken(normal, at) {
    for (const { kind, pattern, read } of RULES) {
      pattern.lastIndex = at;
      const found = pattern.exec(normal);
      const term = found?.[0] && read(found);
      if (term !== undefined && term !== '' && found) return { kind, text: found[0], term };
    }
    return { kind: 'sign', text: normal.slice(at, at + 1), term: '' };
  }

  /** The tokens of a query in normal form. @param {string} normal @returns {QueryToken[]} */
  function readTokens(normal) {
    /** @type {QueryToken[]} */
    const tokens = [];
    for (let at = 0; at < normal.length;) {
      const token = readToken(normal, at);
      tokens.push(token);
      at += token.text.length;
    }
    return tokens;
  }

  /** The tokens that ask for something, also those within quotation marks. @param {QueryToken[]} tokens @returns {QueryToken[]} */
  const listMeant = (tokens) => tokens.flatMap((token) => (token.kind === 'phrase' ? listMeant(readTokens(token.term)) : [token]))
    .filter(({ kind }) => kind !== 'sign' && kind !== 'filler');

  /** What tokens ask for that are symbols, or one fact, and nothing else. A symbol may have its date and a paragraph beside it.
   *  @param {QueryToken[]} tokens
   *  @returns {WholeQuery | undefined} */
  function readWhole(tokens) {
    const meant = listMeant(tokens);
    const listOf = (/** @type {GrammarKind[]} */ ...kinds) => meant.filter(({ kind }) => kinds.includes(kind));
    const symbols = listOf('symbol', 'loose');
    const numbers = listOf('council').length && !symbols.length ? listOf('number') : [];
    const terms = [...symbols.map(({ term }) => term), ...numbers.map(({ text }) => `${text}(`)];
    const beside = listOf('date', 'pinpoint', 'council');
    if (terms.length && terms.length + beside.length === meant.length) {
      const paragraph = listOf('pinpoint')[0]?.term ?? readFragment(symbols[0]?.text ?? '');
      return { kind: 'symbol', terms, paragraph, isLoose: listOf('loose', 'council').length > 0 };
    }
    const isFact = meant.length === 1 && listOf('date', 'fact').length === 1;
    return isFact ? { kind: 'fact', terms: [meant[0].term] } : undefined;
  }

  /** A normal form with the quotation marks and the strokes of a keyboard. @param {string} normal */
  const straighten = (normal) => normal.replace(SINGLE_QUOTED, '"$1"').replace(QUOTATION_MARKS, '"').replace(STROKES, '/')
    .replace(FOREIGN_ORGAN, (letter) => ORGANS.get(letter) ?? letter);

  /** A query with its operators as signs, before its letters become small: ALTERNATIVE between alternatives, − before what
   *  a text must not have.
   *  @param {string} query */
  const readOperators = (query) => query.replace(ALTERNATIVES, ALTERNATIVE).replace(CONJUNCTIONS, '').replace(NEGATIONS, '−');

  search.grammar = { ALTERNATIVE, GRAMMAR, needsGrammar, readTokens, readWhole, readOperators, straighten };
  search.receive?.('grammar', '', search.grammar); // a page that asks an endpoint loads no files
})(globalThis.unresSearch);
