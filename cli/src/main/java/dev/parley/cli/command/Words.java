package dev.parley.cli.command;

import dev.parley.audit.Profile;
import dev.parley.audit.Severity;
import dev.parley.cli.terminal.ColorMode;
import dev.parley.operation.Datastore;
import dev.parley.operation.DefaultOperation;
import dev.parley.operation.ErrorOption;
import dev.parley.operation.TestOption;
import dev.parley.operation.WithDefaults;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Values of an enum by the words that stand for them on the wire, for reading arguments and for completing them. */
class Words<E extends Enum<E>> implements ITypeConverter<E>, Iterable<String> {
    private final List<E> values;
    private final Function<E, String> word;

    Words(E[] values, Function<E, String> word) {
        this.values = List.of(values);
        this.word = word;
    }

    @Override
    public E convert(String given) {
        String wanted = given.strip().toLowerCase(Locale.ROOT);
        return values.stream()
                .filter(value -> word.apply(value).equals(wanted))
                .findFirst()
                .orElseThrow(
                        () -> new TypeConversionException("\"" + given + "\" is none of " + String.join(", ", this)));
    }

    @Override
    public Iterator<String> iterator() {
        return values.stream().map(word).iterator();
    }

    static final class OfColorMode extends Words<ColorMode> {
        OfColorMode() {
            super(ColorMode.values(), ColorMode::toString);
        }
    }

    static final class OfProfile extends Words<Profile> {
        OfProfile() {
            super(Profile.values(), Profile::toString);
        }
    }

    static final class OfSeverity extends Words<Severity> {
        OfSeverity() {
            super(Severity.values(), Severity::toString);
        }
    }

    static final class OfWatchFormat extends Words<WatchFormat> {
        OfWatchFormat() {
            super(WatchFormat.values(), format -> format.name().toLowerCase(Locale.ROOT));
        }
    }

    static final class OfDatastore extends Words<Datastore> {
        OfDatastore() {
            super(Datastore.values(), Datastore::wireName);
        }
    }

    static final class OfWithDefaults extends Words<WithDefaults> {
        OfWithDefaults() {
            super(WithDefaults.values(), WithDefaults::wireName);
        }
    }

    static final class OfDefaultOperation extends Words<DefaultOperation> {
        OfDefaultOperation() {
            super(DefaultOperation.values(), DefaultOperation::wireName);
        }
    }

    static final class OfTestOption extends Words<TestOption> {
        OfTestOption() {
            super(TestOption.values(), TestOption::wireName);
        }
    }

    static final class OfErrorOption extends Words<ErrorOption> {
        OfErrorOption() {
            super(ErrorOption.values(), ErrorOption::wireName);
        }
    }
}
