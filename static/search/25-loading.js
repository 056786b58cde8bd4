/* Loads scripts that hand over a value: `unresSearch.receive(name, digest, value)`. A page opened from a disk may load nothing
   else. */
'use strict';

(function (/** @type {UnresSearch} */ search) {
  /** @type {Map<string, { digest: string, value: any }>} */
  const received = new Map(); // file name → what it handed over, until the script's load event
  /** @type {Map<string, Promise<any>>} */
  const requested = new Map(); // file name → the promise of its value

  search.receive = (name, digest, value) => received.set(name, { digest, value });

  /** What a script hands over that has not run yet.
   *  @param {string} name
   *  @param {HTMLScriptElement} script
   *  @returns {Promise<{ digest: string, value: any }>} */
  function receiveFrom(name, script) {
    return new Promise((resolve, reject) => {
      const fail = () => reject(new Error(script.src));
      script.onload = () => { const found = received.get(name); if (found) resolve(found); else fail(); };
      script.onerror = fail;
    }).finally(() => received.delete(name));
  }

  /** Loads a script.
   *  @param {string} name
   *  @param {string} address from the root of the site
   *  @returns {Promise<{ digest: string, value: any }>} what it hands over */
  function loadScript(name, address) {
    const script = document.createElement('script');
    const found = receiveFrom(name, script);
    script.src = (search.root ?? '') + address;
    document.head.append(script);
    return found;
  }

  /** A value that is loaded once, and again if that failed.
   *  @param {string} name
   *  @param {() => Promise<any>} load
   *  @returns {Promise<any>} */
  function loadOnce(name, load) {
    const found = requested.get(name) ?? load().catch((error) => { requested.delete(name); throw error; });
    requested.set(name, found);
    return found;
  }

  /** An address that no cache has. @param {string} address @param {string} sign */
  const makeFresh = (address, sign) => `${address}${sign}t=${Date.now()}`;

  /** The value of the file with a digest. If a cache has another build's file, it is asked past the cache.
   *  @param {string} name
   *  @param {string} digest */
  async function loadFile(name, digest) {
    const address = `search/${name.split('/').map(encodeURIComponent).join('/')}.js?v=${digest}`;
    const found = await loadScript(name, address);
    if (found.digest === digest) return found.value;
    const again = await loadScript(name, makeFresh(address, '&'));
    if (again.digest === digest) return again.value;
    throw new Error(`${address} is of another build`);
  }

  /** Forgets all values. */
  const forgetAll = () => requested.clear();

  search.loading = { receiveFrom, loadScript, loadOnce, loadFile, makeFresh, forgetAll };
})(globalThis.unresSearch);
