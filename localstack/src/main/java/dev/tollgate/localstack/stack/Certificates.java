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
            List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "820");

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    /// @throws IOException when keytool fails; the message holds what it printed
    public static Certificates in(Path folder, String password) throws IOException {
        var made =
                new Certificates(folder.resolve("server.p12"), password, folder.resolve("ca.pem"));
        if (!Files.exists(made.authority)) {
            Files.createDirectories(folder);
            made.make(folder.resolve("ca.p12"), folder.resolve("root.pem"));
        }
        return made;
    }

    /// The server's key and its chain in one PEM file, for servers that read no key store; made
    /// anew.
    public Path pem() throws IOException {
        var encoder = Base64.getMimeEncoder(64, new byte[] {'\n'});
        var text = new StringBuilder();
        try {
            var store = KeyStore.getInstance(keyStore.toFile(), password.toCharArray());
            byte[] key = store.getKey("server", password.toCharArray()).getEncoded();
            text.append(block("PRIVATE KEY", encoder.encodeToString(key)));
            for (Certificate certificate : store.getCertificateChain("server")) {
                text.append(block("CERTIFICATE", encoder.encodeToString(certificate.getEncoded())));
            }
        } catch (GeneralSecurityException e) {
            throw new IOException("cannot read " + keyStore, e);
        }
        Path file = keyStore.resolveSibling("server-key.pem");
        Files.deleteIfExists(file);
        Files.createFile(file, OWNER_ONLY);
        return Files.writeString(file, text);
    }

    private static String block(String label, String base64) {
        return "-----BEGIN %s-----\n%s\n-----END %s-----\n".formatted(label, base64, label);
    }

    private void make(Path ca, Path root) throws IOException {
        Path request = root.resolveSibling("server.csr");
        Path signed = root.resolveSibling("server.pem");
        for (Path rest : List.of(keyStore, ca, root, request, signed)) {
            Files.deleteIfExists(rest);
        }
        String extensions = "-ext bc:c=ca:true,pathlen:0 -ext ku:c=keyCertSign";
        newKey(ca, "ca", "CN=Tollgate local CA", List.of(extensions.split(" ")));
        run(ca, "-exportcert -rfc -alias ca -file", root);
        newKey(keyStore, "server", "CN=localhost", List.of());
        run(keyStore, "-certreq -alias server -file", request);
        sign(ca, request, signed);
        run(keyStore, "-importcert -noprompt -alias ca -file", root);
        run(keyStore, "-importcert -noprompt -alias server -file", signed);
        for (Path done : List.of(request, signed, ca)) {
            Files.delete(done);
        }
        Files.move(root, authority);
    }

    private void sign(Path ca, Path request, Path signed) throws IOException {
        String terms = "-ext san=dns:localhost,ip:127.0.0.1 -ext eku=serverAuth -validity 820";
        var arguments = new ArrayList<>(List.of("-gencert", "-rfc", "-alias", "ca"));
        arguments.addAll(List.of("-infile", request.toString(), "-outfile", signed.toString()));
        arguments.addAll(List.of(terms.split(" ")));
        keytool(ca, arguments);
    }

    /// Words, and a file as the last argument, which may hold spaces.
    private void run(Path store, String words, Path file) throws IOException {
        var arguments = new ArrayList<>(List.of(words.split(" ")));
        arguments.add(file.toString());
        keytool(store, arguments);
    }

    private void newKey(Path store, String alias, String name, List<String> extensions)
            throws IOException {
        var arguments = new ArrayList<>(NEW_KEY);
        arguments.addAll(List.of("-alias", alias, "-dname", name));
        arguments.addAll(extensions);
        keytool(store, arguments);
    }

    private void keytool(Path store, List<String> arguments) throws IOException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
        command.addAll(arguments);
        command.addAll(
                List.of(
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass:env",
                        "TOLLGATE_STOREPASS"));
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
