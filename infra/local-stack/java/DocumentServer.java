import de.bwaldvogel.mongo.MongoBackend;
import de.bwaldvogel.mongo.MongoServer;
import de.bwaldvogel.mongo.MongoVersion;
import de.bwaldvogel.mongo.backend.h2.H2Backend;
import de.bwaldvogel.mongo.backend.memory.MemoryBackend;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.message.MongoMessage;
import java.util.List;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.h2.mvstore.MVStore;

/** MongoDB's protocol on 127.0.0.1: `DocumentServer PORT [FILE]`; without a file it keeps its documents in memory. */
public final class DocumentServer {
  public static void main(String[] arguments) {
    MongoBackend backend = arguments.length > 1 ? new CommittingBackend(arguments[1]) : new MemoryBackend();
    MongoServer server = new MongoServer(backend.version(new RecentVersion()));
    Runtime.getRuntime().addShutdownHook(new Thread(server::shutdownNow));
    server.bind("127.0.0.1", Integer.parseInt(arguments[0]));
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
    private final ReadWriteLock messages = new ReentrantReadWriteLock(true);

    CommittingBackend(String file) {
      super(new MVStore.Builder().fileName(file).autoCommitDisabled().open());
      // Room of what was replaced is used again at once; waiting would guard against a loss of power, which is not tried here.
      getMvStore().setRetentionTime(0);
    }

    @Override
    public Document handleMessage(MongoMessage message) {
      Document answer;
      messages.readLock().lock();
      try {
        answer = super.handleMessage(message);
      } finally {
        messages.readLock().unlock();
      }
      if (getMvStore().hasUnsavedChanges()) commitBetweenMessages();
      return answer;
    }

    private void commitBetweenMessages() {
      messages.writeLock().lock();
      try {
        commit();
      } finally {
        messages.writeLock().unlock();
      }
    }
  }
}
