// The types of what the scripts in static/ share: the checker reads this file, no page loads it.
export {};

declare global {
  var lunr: any;
  var unresSearch: UnresSearch;
  var unresFacts: {
    languages: Record<string, { name: string; tag: string; direction: string }>;
    heads: string[];
    owner: string;
    symbols: Record<'slashed' | 'bracketed' | 'series' | 'document' | 'compact', string>;
    words: { han: string[]; other: string[] };
    months: Record<string, number>;
  };

  interface UnresSearch {
    /** The way from the page to the root of the site: `../`, or nothing. */
    root?: string;
    tokens: {
      normalize(text: string): string;
      stripAccents(normal: string): string;
      tokenize(text: string): string[];
      scan(normal: string): ScannedItem[];
      findDates(normal: string): FoundDate[];
      termsOf(item: { kind: ScannedItem['kind']; text: string }): string[];
      symbolTerms(symbol: string): string[];
      wordTerms(word: string): string[];
      BLANKS: RegExp;
      WORD: RegExp;
    };
    numbers: {
      decodeNumbers(text: string): Int32Array;
      decodeLayers(list: Int32Array, at: number, length: number): Int32Array;
    };
    loading: {
      runScript(address: string): Promise<void>;
      receiveFrom(name: string, script: HTMLScriptElement): Promise<{ digest: string; value: any }>;
      loadScript(name: string, address: string): Promise<{ digest: string; value: any }>;
      loadOnce(name: string, load: () => Promise<any>): Promise<any>;
      loadFile(name: string, digest: string): Promise<any>;
      makeFresh(address: string, sign: string): string;
      forget(...names: string[]): void;
    };
    headers: {
      TABLE: number;
      NO_FILE: string;
      splitDigests(digests: string): string[];
      readHeader(received: { digest: string; value: any }): SearchHeader;
    };
    build: Pick<UnresSearch['files'], 'file' | 'listed' | 'header' | 'confirmHeader' | 'renew' | 'renewals'>;
    files: {
      file(name: string, digest: string, read?: (received: any) => any): Promise<any>;
      listed(kind: string, number?: number, read?: (received: any) => any): Promise<any>;
      header(): Promise<SearchHeader>;
      confirmHeader(): Promise<void>;
      renew(): Promise<boolean>;
      renewals: (() => void)[];
      numberTexts(header: SearchHeader, slots: Int32Array): Int32Array;
      loadLengths(texts: ArrayLike<number>): Promise<void>;
      expectLengths(language: string): Promise<void>;
      entriesOf(terms: string[]): Promise<Map<string, string>>;
      hasCharacter(char: string): Promise<boolean>;
      wordsBetween(first: string, last: string): Promise<VocabularyWord[]>;
      text(number: number): Promise<TextCard>;
      passages(text: TextCard): Promise<any[]>;
      lunr(): Promise<any>;
      phraseListing(): Promise<string[]>;
      snippets(): Promise<SearchSnippets>;
      grammar(): Promise<UnresSearch['grammar']>;
      fallback(): Promise<SearchFallback>;
      suggestions(): Promise<{ suggest(query: string): Promise<void> }>;
      pause(): Promise<void>;
      readPage(page: [string, string, number, string]): DirectoryPage;
      findShard(term: string, pages: number, page: DirectoryPage): { name: string; digest: string };
      hashText(text: string): number;
    };
    postings: {
      load(terms: string[]): Promise<TermPostings[]>;
      loaded(term: string): TermPostings | undefined;
    };
    index: {
      load(terms: string[]): Promise<TermPostings[]>;
      rank(groups: string[][], boosts?: Map<string, number>): Promise<RankedTexts>;
      best(ranked: RankedTexts, from: number, wanted: number, limit?: number): number[];
      lunrIndex(terms: string[], options?: { texts?: number[]; withEveryText?: boolean }): Promise<any>;
      ask(terms: string[], texts: number[]): Promise<{ number: number; score: number }[]>;
      isInSymbol(term: string, text: number): boolean;
      isInTitle(term: string, text: number): boolean;
    };
    grammar: {
      ALTERNATIVE: string;
      GRAMMAR: GrammarRule[];
      needsGrammar(query: string): boolean;
      readTokens(normal: string): QueryToken[];
      readWhole(tokens: QueryToken[]): WholeQuery | undefined;
      readOperators(query: string): string;
      straighten(normal: string): string;
    };
    facts: { FACT_RULES: GrammarRule[]; readNumber(text: string): number };
    symbols: { SYMBOL_RULES: GrammarRule[]; readFragment(text: string): string | undefined };
    understanding: {
      understand(query: string): QueryPlan;
      readWords(normal: string): QueryPart[][];
      isHan(char: string): boolean;
    };
    terms: {
      askedReadings<T>(plan: { readings: T[]; union?: boolean }): T[];
      understandInEitherScript(query: string): Promise<QueryPlan>;
      resolvePart(part: QueryPart): Promise<ResolvedPart>;
    };
    query: Pick<UnresSearch['terms'], 'understandInEitherScript' | 'resolvePart'> & {
      find(plan: QueryPlan): Promise<ChosenCandidates>;
    };
    results: {
      PAGE: number;
      FILTERS: FilterName[];
      loadColumns(): Promise<Record<FilterName, FilterColumn[]>>;
      filterTexts(texts: Uint32Array, asked: SearchRequest, skipped?: FilterName): Promise<Uint32Array>;
      makeQueue(found: Candidates, texts: Uint32Array, sort: string): Promise<ResolutionQueue>;
    };
    view: {
      root: any;
      parts: Record<'form' | 'list' | 'topics' | 'advice' | 'near' | 'more' | 'browse' | 'status', any>;
      messages: Record<string, string>;
      say(key: string, words?: Words): string;
      element(name: string, attributes?: Record<string, string>, ...children: (Node | string)[]): HTMLElement;
      languageAttributes(language: string): Record<string, string>;
      linkTo(text: TextCard, anchor: string): string;
      languageLinks(text: TextCard, anchor: string): HTMLElement[];
      titleLink(text: TextCard, address: string, ...title: (Node | string)[]): HTMLElement;
      factsOf(text: TextCard, place: string): HTMLElement;
      card(text: TextCard): HTMLElement;
      cards(texts: TextCard[]): HTMLElement[];
      groupSeries<T extends { text: TextCard }>(found: T[]): T[][];
      listYears(others: { text: TextCard; anchor: string }[]): HTMLElement;
      countShown(): number;
    };
    passages: {
      read(found: any[]): ReadPassage[];
      ranges(passage: ReadPassage, part: PartInText): TextRange[];
      pieces(text: string, found: TextRange[]): TextPiece[];
      snippet(text: string, found: TextRange[]): TextPiece[];
    };
    checks: {
      near(plan: QueryPlan, readings: ResolvedPart[][], wanted: number): Promise<{ texts: number[]; parts: SoughtPart[] }>;
      check(parts: SoughtPart[], found: ReadPassage[], text: TextCard): TextVerdict;
    };
    counts: {
      FEW: number;
      alphabet(): Set<string>;
      readPhrases(packed: [string, string]): Map<string, number>;
      lookUp(phrase: string): Promise<number>;
      bound(found: ChosenCandidates): Promise<CountBound>;
      judge(limit: CountBound, looked: LookedTexts): TextCount;
    };
    looks: {
      mayCheckAll(found: Candidates): boolean;
      LOOKS: number;
      PATIENCE: number;
      readingOf(found: Candidates): Promise<ResolvedPart[]>;
      prove(found: ChosenCandidates): Promise<CheckedCandidates>;
      nextResults(
        waiting: ResolutionQueue, parts: SoughtPart[], wanted: number, patience?: number,
      ): Promise<{ shown: CheckedText[]; missed: number[] }>;
      glance(waiting: ResolutionQueue, parts: SoughtPart[], wanted: number): Promise<{ shown: CheckedText[]; missed: number[] }>;
      partialMatches(
        plan: QueryPlan, found: Candidates, missed: number[], shown: CheckedText[], wanted: number,
      ): Promise<CheckedText[]>;
      countFilters(texts: Uint32Array, asked: SearchRequest): Promise<Record<string, Map<string, number>>>;
    };
    shows: {
      result(checked: { text: TextCard; verdict: TextVerdict }): HTMLElement;
      cards(found: CheckedText[]): HTMLElement[];
      fillFilter(select: any, counts: Map<string, number>, exact: boolean): void;
      advice(asked: SearchRequest, plan: QueryPlan, near: number): HTMLElement[];
    };
    synonyms: string;
    stops: { isStopWord(word: string): boolean };
    territories: { listEntries(group: string): TranslationEntry[]; LETTERS: number; CHARACTERS: number };
    wording: {
      ARTICLE: RegExp;
      listBare(word: string): string[];
      dropFrame(normal: string): string;
      dropStopWords(normal: string): string;
      splitBorders(normal: string): string;
      changeNumerals(normal: string): string;
      listSynonyms(normal: string, signs?: ('=' | '~')[]): string[];
    };
    correcting: { combine(text: string, corrections: [string, string[]][]): string[]; correct(normal: string): Promise<string[]>; changeForms(normal: string): Promise<string[]> };
    abbreviations: { findName(short: string, text: string): string; listNames(phrase: string): Promise<string[]> };
    nearest: {
      distance(one: string, other: string, limit: number): number; countErrors(typed: string, listed: string): number;
      otherForms(word: string, listed: string[]): string[]; keepAccents(word: string, nearest: string[]): string[];
      formsByEnding(bare: string, listed: VocabularyWord[]): VocabularyWord[];
      listWords(bare: string): Promise<VocabularyWord[]>;
      formsOf(word: string): Promise<string[]>;
      nearestWords(word: string): Promise<string[]>;
    };
    share: { rankByShare(normal: string, translations?: Map<string, string[]>): Promise<{ likely: ChosenCandidates; passage: FoundPassage }>; partsOf(normal: string): QueryPart[]; findAlike(phrase: string, text: string): string; correctPhrase(phrase: string): Promise<string> };
    titles: { listWordsOfTitles(words: string[][]): Promise<string[]>; correctPhrase(phrase: string): Promise<string> };
    translating: {
      readEntry(text: string): TranslationEntry;
      hasStem(word: SoughtWord, stem: string, entry: TranslationEntry, expected: string): boolean;
      listTranslations(parts: ResolvedPart[]): Promise<string[]>;
      translateWords(normal: string): Promise<string[]>;
      translateEach(normal: string): Promise<Map<string, string[]>>;
    };
    widening: {
      translateAlternatives(readings: QueryPart[][]): Promise<string[]>;
      widenPlan(state: AnswerState): Promise<WiderPlan | undefined>;
    };
    question: {
      results(plan: QueryPlan, asked: SearchRequest, from?: number): Record<string, any>;
      near(plan: QueryPlan): Record<string, any>;
      START: string;
      END: string;
    };
    endpoint?: { complete(asked: SearchRequest, turn: SearchTurn): Promise<void> };
    /** Takes the value of a loaded file. */
    receive(name: string, digest: string, value: any): void;
  }

  /** The second half of the scripts, which is loaded after the first symbols and titles are shown. */
  interface SearchSnippets {
    readingOf(found: Candidates): Promise<ResolvedPart[]>;
    expect(likely: ChosenCandidates): Promise<void>;
    complete(plan: QueryPlan, likely: ChosenCandidates, asked: SearchRequest, turn: SearchTurn): Promise<void>;
  }

  /** The scripts for queries that find nothing, or whose words are also searched in Chinese. */
  interface SearchFallback {
    otherAnswers(plan: QueryPlan, candidates: number): AsyncGenerator<OtherAnswer>;
    widenPlan(state: AnswerState): Promise<WiderPlan | undefined>;
  }

  /** A query with synonyms and its words in Chinese. */
  /** What is looked up in the table of translations: stems of a language, or a Chinese word, whose `language` is empty. */
  interface TranslationEntry { stems: string[]; language: string; isName?: boolean; translations: Map<string, string[]> }

  /** What the words of a query have in the table; `open` if some of them have nothing. */
  interface CoveredWords { entries: TranslationEntry[]; open: boolean }

  /** A word of a query, and the parts of each of its translations. */
  interface TranslatedPart { part: ResolvedPart; translations: ResolvedPart[][] }

  /** A word of a query, and the terms that the archive has for it. */
  interface SoughtWord { spelled: string; terms: string[]; open?: boolean }

  interface WiderPlan { words: string; plan: QueryPlan }

  /** What may be meant by a query that finds nothing. With `whole`, texts have a share of it, and these texts all of it. */
  interface OtherAnswer { plan: QueryPlan; likely: ChosenCandidates; passage?: FoundPassage }

  /** The texts that have a passage, and whether all texts that may have it were compared with it. */
  interface FoundPassage { whole: number[]; isAll: boolean }

  /** A symbol, a run of Han or a word in a normal form; `at` in UTF-16 units. */
  interface ScannedItem { kind: 'symbol' | 'han' | 'word'; text: string; at: number }

  /** A date in a normal form, its start and end in UTF-16 units, half-open. Its first term is the date as a whole. */
  interface FoundDate { at: number; end: number; terms: string[] }

  /** The groups of terms with shards of their own: the place of the digest of the first, and how many there are. All other
   *  groups of a page share its pools. */
  interface DirectoryPage { groups: Map<string, { first: number; shards: number }>; pools: number; digests: string[] }

  /** What every query needs: src/unres_site/search/files/header.py. */
  interface SearchHeader {
    digest: string;
    digests: Record<string, string[]>;
    texts: number;
    slots: Int32Array;
    numbers: Map<number, Int32Array>;
    /** The number of each text's resolution. */
    resolutions: Int32Array;
    ofLanguage: number;
    /** How many slots have one file of cards, by the language's place in the order of slots. */
    blocks: Record<number, number>;
    segment: number;
    segments: number[];
    stretch: number;
    fields: string[];
    boosts: number[];
    averages: number[];
    levels: Int32Array;
    digits: number;
    lengths: Int32Array;
    words: string[];
    phrases: number;
    sessions: [string, number][];
    years: [string, number][];
    organs: [string, number][];
    languages: [string, number][];
    topics: boolean;
  }

  /** A word of the archive and the term by which it is indexed. */
  interface VocabularyWord { word: string; term: string }

  /** What a list of results shows of a text. */
  interface TextCard {
    number: number;
    symbol: string;
    title: string;
    adopted: string;
    address: string;
    language: string;
    digest?: string;
    languages?: string[];
  }

  /** The texts that have a term in a field, how often, and the field's length in each. */
  interface FieldPostings { texts: Int32Array; counts: Int32Array; lengths?: Int32Array }

  /** The postings of a term for each field of the header. */
  interface TermPostings { term: string; fields: FieldPostings[] }

  /** The texts that match, in the archive's order, and the scores of all texts of the archive. */
  interface RankedTexts { texts: Uint32Array; total: Float64Array }

  /** A term that a text must have; a word may be inflected, and the beginning of longer ones, but not a whole one. */
  interface TermDemand { term: string; isWord: boolean; isWhole?: boolean }

  /** What a text must have. The demands are necessary; if the part is exact, they are also sufficient.
   *  phrase     the words without white space
   *  field      the only one in which the part counts
   *  excluded   a text must not have the part
   *  paragraph  the number of the paragraph of a symbol that is asked for */
  interface QueryPart {
    kind: 'symbol' | 'fact' | 'word' | 'phrase';
    field?: 'title';
    excluded?: boolean;
    paragraph?: string;
    term?: string;
    words?: string;
    phrase?: string;
    demands: TermDemand[];
    exact: boolean;
  }

  type GrammarKind = 'alternative' | 'citing' | 'exclusion' | 'language' | 'field' | 'phrase' | 'date' | 'fact' | 'symbol' | 'loose'
    | 'pinpoint' | 'council' | 'filler' | 'number' | 'word' | 'sign';

  /** A rule of the grammar of queries: what a token of its kind looks like, and what it asks for. */
  interface GrammarRule { kind: GrammarKind; example: string; pattern: RegExp; read(found: RegExpExecArray): string | undefined }

  /** A piece of a query: its kind, as it is written, and what it asks for. */
  interface QueryToken { kind: GrammarKind; text: string; term: string }

  /** A query that is symbols or a fact and nothing else; `isLoose` if it is one only because there is nothing else. */
  interface WholeQuery { kind: 'symbol' | 'fact'; terms: string[]; paragraph?: string; isLoose?: boolean }

  /** A query: its readings are ways to understand it, the strictest first, or alternatives of which one is enough (`union`).
   *  citing    texts that cite the symbol are asked for, not its own
   *  language  the only one that is asked for */
  interface QueryPlan {
    normal: string;
    symbol?: string;
    citing?: boolean;
    language?: string;
    union?: boolean;
    readings: QueryPart[][];
  }

  /** A part as it is looked for in a text: `forms` are the spellings of a word; an `open` phrase may end within a word. */
  interface PartInText { kind: string; words?: string; term?: string; phrase?: string; forms?: string[]; open?: boolean }

  /** A part with the terms of which its own symbol must have all. */
  interface SoughtPart extends PartInText {
    terms: string[];
    field?: 'title';
    excluded?: boolean;
    paragraph?: string;
    alternative?: number;
  }

  /** A part with the archive's terms for it: of each group, one is enough. */
  interface ResolvedPart extends QueryPart { groups: string[][]; terms: string[]; forms: string[]; open: boolean }

  /** Texts that may have what is asked; `exact` means that all have it. */
  interface Candidates { ranked: RankedTexts; terms: string[]; readings: ResolvedPart[][]; exact: boolean }
  interface ChosenCandidates extends Candidates { parts: ResolvedPart[] }
  interface CheckedCandidates extends ChosenCandidates { missed: number[] }

  type FilterName = 'session' | 'year' | 'organ' | 'topic' | 'language';

  /** A value a text: `names[of[text]]`. */
  interface FilterColumn { names: string[]; of: Uint16Array }

  /** What a reader typed and chose. */
  type SearchRequest = Record<'q' | 'sort' | FilterName, string>;

  /** Resolutions in their order, each as its texts: how many there are, how many are left, and the next ones. */
  interface ResolutionQueue { total: number; left(): number; take(count: number): Promise<number[][]> }

  /** One search of several that a reader starts while he types. */
  interface SearchTurn { isLatest(): boolean; isTyping?: boolean; attempt(work: () => Promise<void>): Promise<void> }

  /** A text in normal form; for each of its units, where the printed character starts and ends. */
  interface FoldedText { normal: string; starts: number[]; ends: number[] }

  /** Start and end in UTF-16 units, half-open. */
  type TextRange = [number, number];

  interface TextPiece { text: string; marked: boolean }

  interface ReadPassage {
    anchor: string;
    place: string;
    number: string;
    text: string;
    cited: [string, number, number][];
    folded: FoldedText;
    squeezed: FoldedText;
  }

  /** Whether a text has what is asked, and the passage that shows it. */
  interface TextVerdict {
    has: boolean; inSymbol: boolean; anchor: string; title: TextRange[]; passage?: ReadPassage; ranges: TextRange[];
  }

  /** How many texts have what is asked, at most; `exact` if they all have it. */
  interface CountBound { most: number; exact: boolean }

  /** Of the texts that may have what is asked and pass the filters: how many there are, how many are shown as results and how
   *  many were looked at. `proven`: all of them have it. */
  interface LookedTexts { candidates: number; proven: boolean; filtered: boolean; shown: number; looked: number }

  /** How many texts are found, and the key of the message that says it. */
  interface TextCount { count: number; exact: boolean; message: string }

  /** An answer that is shown, and its results; `instead` is the message that says why it answers another query, `translated` are words that
   *  were searched, too. `missed`: the texts that were looked at and lack what is asked. `isApart`: the partial matches are known, and are `around`.
   *  `isLeast`: further texts may have what is asked. */
  interface AnswerState {
    plan: QueryPlan;
    found: CheckedCandidates;
    limit: CountBound;
    candidates: number;
    filtered: boolean;
    waiting: ResolutionQueue;
    missed: number[];
    shown: CheckedText[];
    instead?: string;
    around?: CheckedText[];
    isApart?: boolean;
    isLeast?: boolean;
    translated?: string;
    leaveOut?: () => void;
    turn: SearchTurn;
  }

  interface CheckedText { number: number; text: TextCard; verdict: TextVerdict }

  type Words = Record<string, string | number>;
}
