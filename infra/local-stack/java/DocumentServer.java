import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoCollection;
import de.bwaldvogel.mongo.MongoDatabase;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.CursorRegistry;
import de.bwaldvogel.mongo.backend.Index;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.h2.H2Database;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.net.InetSocketAddress;
import java.util.List;
import org.h2.mvstore.MVStore;

/** MongoDB's protocol on 127.0.0.1: `DocumentServer PORT [FILE]`; without a file it keeps its documents in memory. */
public final class DocumentServer {
  public static void main(String[] arguments) {
    MongoBackend backend = arguments.length > 1 ? new CommittingBackend(arguments[1]) : new MemoryBackend();
    MongoServer server = new MongoServer(backend.version(new RecentVersion()));
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    // One thread for all connections, so that requests come one after the other and answers are written in between:
    // the server changes documents in place, and an answer that is being written would get half of a change.
    server.bind(new InetSocketAddress("127.0.0.1", Integer.parseInt(arguments[0])), 1, 1);
  }

  /** The newest version the server knows says wire version 8; drivers want 9 and more, and use nothing here that it lacks. */
  private static final class RecentVersion implements MongoVersion {
    @Override
    public List<Integer> getVersionArray() {
      return List.of(5, 0, 0, 0);
    }

    @Override
    public int getWireVersion() {
      return 13;
    }
  }

  /**
   * By itself the file is written once a second, and in the middle of whatever is going on. Here an answer leaves only
   * when what it acknowledges is in the file, and the file never holds half of a message: a document and its place in
   * the indexes survive a kill together.
   */
  private static final class CommittingBackend extends H2Backend {
    CommittingBackend(String file) {
      super(new MVStore.Builder().fileName(file).autoCommitDisabled().open());
    }

    @Override
    protected MongoDatabase openOrCreateDatabase(String name) {
      return new RenamingDatabase(name, getMvStore(), getCursorRegistry());
    }

    @Override
    public Document handleMessage(MongoMessage message) {
      Document answer = super.handleMessage(message);
      if (getMvStore().hasUnsavedChanges()) commit();
      return answer;
    }
  }

  /** By itself a renamed collection keeps its maps under the old name, where nobody looks for them after a restart. */
  private static final class RenamingDatabase extends H2Database {
    private final MVStore store;

    RenamingDatabase(String name, MVStore store, CursorRegistry cursors) {
      super(name, store, cursors);
      this.store = store;
    }

    @Override
    public void moveCollection(MongoDatabase from, MongoCollection<?> collection, String newName) {
      String before = collection.getFullName();
      super.moveCollection(from, collection, newName);
      String after = collection.getFullName();
      for (String prefix : List.of("databases.", "meta.")) move(prefix + before, prefix + after);
      for (Index<?> index : collection.getIndexes()) {
        String suffix = "._index_" + index.getName();
        move(before + suffix, after + suffix);
      }
    }

    private void move(String before, String after) {
      if (store.hasMap(after)) store.removeMap(after);
      store.renameMap(store.openMap(before), after);
    }
  }
}
