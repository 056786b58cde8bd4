/* The header of the published build, and the files that it leads to. Each has a digest, which the file that leads to it has, too;
   so all that is loaded is of one build. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  const { receiveFrom, loadScript, loadOnce, loadFile, makeFresh, forget } = search.loading;
  const { readHeader } = search.headers;

  /** @type {HTMLScriptElement | null | undefined} */
  const headerScript = globalThis.document?.querySelector('#search-header');
  /** @type {(() => void)[]} */
  const renewals = []; // what other scripts do when an index of another build is loaded

  /** The value of a file of the index. `read` makes it of what was received, and changes nothing else: what asks for a file of an
   *  older build may still be at work when another build is loaded.
   *  @param {string} name its path below `search/` without `.js`
   *  @param {string} digest
   *  @param {(received: any) => any} [read]
   *  @returns {Promise<any>} */
  const file = (name, digest, read = (value) => value) => loadOnce(`${name}?${digest}`, async () => read(await loadFile(name, digest)));

  /** The value of a file whose digest the header has: the only one of a kind, or one with a number.
   *  @param {string} kind
   *  @param {number} [number]
   *  @param {(received: any) => any} [read]
   *  @returns {Promise<any>} */
  async function listed(kind, number, read) {
    const { digests } = await header();
    return file(number === undefined ? kind : `${kind}/${number}`, digests[kind][number ?? 0], read);
  }

  /** The header that the page itself asks for; undefined if it does not, or once it was read.
   *  @type {Promise<{ digest: string, value: any } | undefined> | undefined} */
  let ofPage = headerScript ? receiveFrom('header', headerScript).catch(() => undefined) : undefined;

  async function loadHeader() {
    const given = await ofPage;
    ofPage = undefined;
    return readHeader(given ?? await loadScript('header', makeFresh('search/header.js', '?')));
  }

  /** What every query needs. It leads to all other files.
   *  @returns {Promise<SearchHeader>} */
  const header = () => loadOnce('header', loadHeader);

  /** Throws if the header is not that of the published build: a cache may have had an older one. This is asked past all caches,
   *  beside the first files that the header leads to. No answer may be shown before.
   *  @returns {Promise<void>} */
  const confirmHeader = () => loadOnce('build', async () => {
    const { digest } = await header();
    const { digest: wanted } = await loadScript('build', makeFresh('search/build.js', '?'));
    if (digest !== wanted) throw new Error('the header is of another build');
  });

  /** Loads the header again, past all caches. It leads to other files if it is of another build.
   *  @returns {Promise<boolean>} whether it is */
  async function renew() {
    const before = await header().catch(() => undefined);
    forget('header', 'build');
    const after = await header();
    if (!before || before.digest === after.digest) return false;
    for (const drop of renewals) drop();
    return true;
  }

  search.build = { file, listed, header, confirmHeader, renew, renewals };
})(globalThis.unresSearch);
