package dev.tollgate.aws.secret;

import dev.tollgate.core.config.CredentialReference.Stored;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/// Files in place of AWS, on a laptop: the configuration of an account works there as it is.
///
/// @param folder with a file for each secret, under its name behind `upstream/`
record SecretFiles(Path folder) implements SecretSource {
    @Override
    public String read(Stored reference) {
        Path file = folder.resolve(reference.shortName());
        try {
            return Files.readString(file).strip();
        } catch (NoSuchFileException e) {
            throw new IllegalStateException(
                    "the credential " + reference + " is not on this machine: put it into " + file,
                    e);
        } catch (IOException e) {
            throw new SecretUnavailableException(file + " cannot be read", e);
        }
    }
}
