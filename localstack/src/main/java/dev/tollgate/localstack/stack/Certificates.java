package dev.tollgate.localstack.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/// A certificate authority of this stack's own, and a server certificate for `localhost` and
/// `127.0.0.1`; made with the JDK's `keytool` on first use, good for 820 days.
///
/// @param keyStore PKCS12 with the server's key and chain
/// @param authority PEM for `AWS_CA_BUNDLE`
public record Certificates(Path keyStore, String password, Path authority) {
    private static final List<String> NEW_KEY =
            List.of(
                    "-J-XX:TieredStopAtLevel=1",
                    "-genkeypair",
                    "-keyalg",
                    "EC",
                    "-groupname",
                    "secp256r1",
                    "-validity",
                    "820");

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /// @throws IOException when keytool fails; the message holds what it printed
    public static Certificates in(Path folder, String password) throws IOException {
        var made =
                new Certificates(folder.resolve("server.p12"), password, folder.resolve("ca.pem"));
        if (!Files.exists(made.authority)) {
            Files.createDirectories(folder);
            made.make();
        }
        return made;
    }

    /// The server's key and its chain in one PEM file, for servers that read no key store; made
    /// anew.
    public Path pem() throws IOException {
        var text = new StringBuilder();
        try {
            var store = KeyStore.getInstance(keyStore.toFile(), password.toCharArray());
            byte[] key = store.getKey("server", password.toCharArray()).getEncoded();
            text.append(block("PRIVATE KEY", key));
            for (Certificate certificate : store.getCertificateChain("server")) {
                text.append(block(certificate));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read " + keyStore, e);
        }
        Path file = keyStore.resolveSibling("server-key.pem");
        Files.deleteIfExists(file);
        Files.createFile(file, OWNER_ONLY);
        return Files.writeString(file, text);
    }

    private static String block(Certificate certificate) throws GeneralSecurityException {
        return block("CERTIFICATE", certificate.getEncoded());
    }

    private static String block(String label, byte[] content) {
        String base64 = Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(content);
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label);
    }

    /// The authority's key signs the server's, and then goes.
    private void make() throws IOException {
        Files.deleteIfExists(keyStore);
        newKey("ca", "CN=Tollgate local CA", "-ext bc:c=ca:true,pathlen:0 -ext ku:c=keyCertSign");
        newKey(
                "server",
                "CN=localhost",
                "-signer ca -ext san=dns:localhost,ip:127.0.0.1 -ext eku=serverAuth");
        Path root = authority.resolveSibling("root.pem");
        try {
            var store = KeyStore.getInstance(keyStore.toFile(), password.toCharArray());
            Files.writeString(root, block(store.getCertificate("ca")));
            store.deleteEntry("ca");
            try (var out = Files.newOutputStream(keyStore)) {
                store.store(out, password.toCharArray());
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read " + keyStore, e);
        }
        Files.move(root, authority);
    }

    /// @param options words
    private void newKey(String alias, String name, String options) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(NEW_KEY);
        command.addAll(List.of("-alias", alias, "-dname", name));
        command.addAll(List.of(options.split(" ")));
        command.addAll(List.of("-storetype", "PKCS12", "-keystore", keyStore.toString()));
        command.addAll(List.of("-storepass:env", "TOLLGATE_STOREPASS"));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().put("TOLLGATE_STOREPASS", password);
        Process process = builder.start();
        process.getOutputStream().close();
        String printed =
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("keytool failed: " + printed.strip());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while making certificates", e);
        }
    }
}
