import type { CollectionDefinition, ViewCollection } from '@vilfredo/event-sourcing';
import type { CursorStore, ImapCursor } from '../watch-mail/watch-imap.watcher.js';

/** How far each mailbox has been read, by the name of its source. */
export const mailCursorsCollection: CollectionDefinition = { name: 'mail-cursors', fields: {}, indexes: {} };

/** The cursor of one mailbox. Who lost a race reads some mails again, which are duplicates. */
export function cursorOf(views: ViewCollection, source: string): CursorStore {
  const stored = async () => (await views.load([source])).get(source);
  return {
    load: async () => {
      const view = await stored();
      return view === undefined ? null : (JSON.parse(view.body) as ImapCursor);
    },
    save: async (cursor) => {
      const version = (await stored())?.version ?? 0;
      await views.save([{ id: source, version, body: JSON.stringify(cursor), fields: {} }]);
    },
  };
}
