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
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
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
        Path folder, List<Datastore> datastores, @Nullable WithDefaults defaults, BackupRules rules) {
    /** What an answer says became of a file, as one of its facts. */
    public static final String CHANGE = "change";

    /** The file, as one of its facts. */
    public static final String FILE = "file";

    /** Copies the list. */
    public ConfigBackup {
        datastores = List.copyOf(datastores);
    }

    /** The job that does it, a step for each datastore; it changes nothing on a device. */
    public SessionJob job(NetconfClient client, Function<Member, Device> devices, BackupFolder kept) {
        return job(client, devices, datastore -> session -> fetch(session, datastore, kept));
    }

    /** A job that only says what would be done: it touches no folder, and its steps fail. */
    public SessionJob rehearsal(NetconfClient client, Function<Member, Device> devices) {
        return job(
                client,
                devices,
                datastore -> session ->
                        CompletableFuture.failedFuture(new IllegalStateException("a rehearsal fetches nothing")));
    }

    private SessionJob job(
            NetconfClient client,
            Function<Member, Device> devices,
            Function<Datastore, Function<Session, CompletableFuture<Answer>>> work) {
        SessionJob job = SessionJob.of("backup to " + folder, client, devices).withDigest(digest());
        for (Datastore datastore : datastores) {
            job = job.step(datastore.wireName(), false, work.apply(datastore));
        }
        return job;
    }

    /** Of what decides in which form a configuration is kept, and where: a folder has one form. */
    private String digest() {
        String all = folder.toAbsolutePath().normalize() + "\n" + defaults + "\n" + rules;
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(all.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    private CompletableFuture<Answer> fetch(Session session, Datastore datastore, BackupFolder kept) {
        GetConfig operation = new GetConfig(datastore, null, defaults);
        return session.sendAsync(operation.as(ReplyBody.string()))
                .thenApply(xml -> keep(session.device().name(), datastore, xml, kept));
    }

    private Answer keep(String device, Datastore datastore, String xml, BackupFolder kept) {
        String file = kept.file(device, datastore).toString();
        try {
            BackupFolder.Change change = kept.keep(device, datastore, CanonicalConfig.of(xml, rules));
            return Answer.done(Map.of(CHANGE, change.name().toLowerCase(Locale.ROOT), FILE, file));
        } catch (IOException e) {
            throw new InputException(
                    Reason.FILE_UNREADABLE, "cannot write " + file + ": " + FileTrouble.words(e), null, e);
        }
    }
}
