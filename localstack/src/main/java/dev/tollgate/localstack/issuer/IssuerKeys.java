package dev.tollgate.localstack.issuer;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jose.jwk.gen.RSAKeyGenerator;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.ParseException;
import java.util.List;
import java.util.Set;

/// An issuer's private keys, made once and kept in a file that only its owner reads, so that tokens
/// outlive a restart.
final class IssuerKeys {
    private static final int RSA_BITS = 2048;

    private final JWKSet keys;

    private IssuerKeys(JWKSet keys) {
        this.keys = keys;
    }

    /// @param file read when it is there, else written with mode 0600
    /// @throws IOException when it is there but holds no key set
    static IssuerKeys at(Path file) throws IOException {
        if (Files.exists(file)) {
            try {
                return new IssuerKeys(JWKSet.parse(Files.readString(file)));
            } catch (ParseException damaged) {
                throw new IOException(file + " holds no JWK set; delete it for new keys", damaged);
            }
        }
        IssuerKeys made = new IssuerKeys(generate());
        made.write(file);
        return made;
    }

    /// @throws IllegalArgumentException for an algorithm without a key
    JWK signing(JWSAlgorithm algorithm) {
        return keys.getKeys().stream()
                .filter(key -> algorithm.equals(key.getAlgorithm()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no key for " + algorithm));
    }

    /// The public halves, as the JWKS endpoint shows them.
    String publicJson() {
        return keys.toPublicJWKSet().toString();
    }

    private static JWKSet generate() {
        try {
            return new JWKSet(
                    List.of(
                            new RSAKeyGenerator(RSA_BITS)
                                    .algorithm(JWSAlgorithm.RS256)
                                    .keyUse(KeyUse.SIGNATURE)
                                    .keyIDFromThumbprint(true)
                                    .generate(),
                            new ECKeyGenerator(Curve.P_256)
                                    .algorithm(JWSAlgorithm.ES256)
                                    .keyUse(KeyUse.SIGNATURE)
                                    .keyIDFromThumbprint(true)
                                    .generate()));
        } catch (JOSEException impossible) {
            throw new IllegalStateException("this JDK makes no RSA or P-256 keys", impossible);
        }
    }

    private void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder == null) {
            throw new IOException(file + " is not a file in a folder");
        }
        Files.createDirectories(folder);
        Path draft = folder.resolve(file.getFileName() + ".new");
        Files.deleteIfExists(draft);
        var ownerOnly =
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        var options = Set.of(StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (FileChannel channel = FileChannel.open(draft, options, ownerOnly)) {
            channel.write(StandardCharsets.UTF_8.encode(keys.toString(false)));
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
