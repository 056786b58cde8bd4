"""What a benchmark and a test ask the search page: the languages of the first ten results for each word."""

FIRST_TEN = """async (words) => {
  const { files, query, results } = unresSearch;
  const found = [];
  for (const word of words) {
    const likely = await query.find(await query.understandInEitherScript(word));
    const queue = await results.makeQueue(likely, likely.ranked.texts, '');
    const shown = await queue.take(10);
    const texts = await Promise.all(shown.map(([first]) => files.text(first)));
    found.push(texts.map((text) => text.language));
  }
  return found;
}"""
"""The languages of the first ten results for each word."""
