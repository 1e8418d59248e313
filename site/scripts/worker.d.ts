/** What the build puts in place of these names in the service worker. */
declare const VERSION: string;
declare const FILES: string[];

/** Background Sync (WICG). */
interface ServiceWorkerGlobalScopeEventMap {
  sync: ExtendableEvent;
}
