package dev.parley.backup;

import dev.parley.NetconfClient;
import dev.parley.device.Device;
import dev.parley.error.FileTrouble;
import dev.parley.error.InputException;
import dev.parley.error.InputException.Reason;
import dev.parley.fleet.Answer;
import dev.parley.fleet.SessionJob;
import dev.parley.inventory.Member;
import dev.parley.operation.Datastore;
import dev.parley.operation.GetConfig;
import dev.parley.operation.ReplyBody;
import dev.parley.operation.WithDefaults;
import dev.parley.session.Session;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the configurations of devices in a folder.
 *
 * @param folder the folder
 * @param datastores which configurations
 * @param defaults how default values are reported, or null for as the device likes
 * @param rules what is left out or put in order
 */
public record ConfigBackup(
        BackupFolder folder,
        List<Datastore> datastores,
        @Nullable WithDefaults defaults,
        BackupRules rules) {
    /** What an answer says became of a file, as one of its facts. */
    public static final String CHANGE = "change";

    /** The file, as one of its facts. */
    public static final String FILE = "file";

    /** Copies the list. */
    public ConfigBackup {
        datastores = List.copyOf(datastores);
    }

    /** The job that does it, a step for each datastore; it changes nothing on a device. */
    public SessionJob job(NetconfClient client, Function<Member, Device> devices) {
        SessionJob job = SessionJob.of("backup to " + folder.path(), client, devices);
        for (Datastore datastore : datastores) {
            job = job.step(datastore.wireName(), false, session -> fetch(session, datastore));
        }
        return job;
    }

    private CompletableFuture<Answer> fetch(Session session, Datastore datastore) {
        GetConfig operation = new GetConfig(datastore, null, defaults);
        return session.sendAsync(operation.as(ReplyBody.string()))
                .thenApply(xml -> keep(session.device().name(), datastore, xml));
    }

    private Answer keep(String device, Datastore datastore, String xml) {
        try {
            BackupFolder.Change change = folder.keep(device, datastore, CanonicalConfig.of(xml, rules));
            return Answer.done(Map.of(
                    CHANGE,
                    change.name().toLowerCase(Locale.ROOT),
                    FILE,
                    folder.file(device, datastore).toString()));
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE,
                    "cannot write " + folder.file(device, datastore) + ": " + FileTrouble.words(e),
                    null,
                    e);
        }
    }
}
