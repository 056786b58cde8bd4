/* Tells the words that ask for nothing from those that are sought. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  // Words that ask for nothing in a sentence: articles, prepositions, question words, and words for resolutions.
  // matches: about
  // matches: résolutions
  // rejects: nuclear
  const STOP_WORD = /^(?:a|an|the|of|on|in|to|for|and|or|is|are|was|there|any|what|which|who|how|when|does|do|did|say|says|said|mention|mentions|about|regarding|concerning|with|by|from|at|as|against|between|towards|into|its|their|other|me|tell|find|show|search|give|get|list|need|want|looking|please|can|could|you|i|has|have|had|been|be|were|that|this|it|exist|exists|deals?|dealt|address|addresses|addressed|speaks?|talks?|discuss|discusses|adopt|adopted|un|united|nations|general|assembly|resolutions?|documents?|l|d|le|la|les|un|unies|contre|entre|vers|son|sa|ses|leurs?|ainsi|une|des|de|du|et|ou|en|au|aux|sur|dans|par|pour|que|quoi|dit|disent|qui|existe|il|elle|je|cherche|trouve|trouver|veux|est|sont|été|traitent?|portent?|abordent?|adoptées?|onu|quelles?|quels?|parlent|parle|concernant|relative?s?|assemblée|générale|résolutions?|el|los|las|unidas|naciones|contra|hacia|ante|sus?|una|unos|del|y|o|al|por|para|con|sobre|acerca|hay|alguna?s?|qué|que|cuáles|hablan?|trata|tratan|dice|dicen|dijo|busco|buscar|quiero|existe|existen|es|son|se|ha|han|fue|adoptó|adoptadas?|aprobó|aprobadas?|abordan?|asamblea|resoluci(?:ón|ones)|в|во|на|против|между|к|при|их|объединенных|наций|о|об|и|или|по|с|для|из|что|как|какие|какая|есть|ли|говорят|говорится|говорит|сказано|сказала|посвящ\p{L}+|касающ\p{L}+|относ\p{L}+|принят\p{L}+|найти|найди|ищу|нужна|хочу|оон|резолюци\p{L}+|ассамбле\p{L}+|генеральн\p{L}+|في|من|بين|ضد|مع|الأمم|المتحدة|على|إلى|عن|ما|هي|هل|بشأن|حول|المتعلقة|أريد|قرارات?|قرارا|قرار|يوجد|توجد|هناك|تقول|قالت|تتحدث|تتناول|أبحث|الجمعية|العامة|القرارات?)$/u;
  // matches: ?
  // rejects: a
  const PUNCTUATION = /[?¿!.,;:؟]/g;

  /** Whether a word of a query, perhaps with punctuation, asks for nothing. @param {string} word */
  const isStopWord = (word) => STOP_WORD.test(word.replace(PUNCTUATION, ''));

  search.stops = { isStopWord };
})(globalThis.unresSearch);
