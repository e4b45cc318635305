/**
 * Configurations of many devices in a folder, each in a form in which the same content has the same bytes.
 *
 * <p>May import: {@code dev.parley.fleet} and what it may import. Read first: {@link dev.parley.backup.CanonicalConfig}, then
 * {@link dev.parley.backup.BackupFolder}. Threads: a folder is safe for all threads; everything else is values.
 */
@NullMarked
package dev.parley.backup;

import org.jspecify.annotations.NullMarked;
