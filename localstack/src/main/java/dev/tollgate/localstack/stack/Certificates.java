package dev.tollgate.localstack.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A certificate authority of this stack's own, and a server certificate for `localhost` and
/// `127.0.0.1`; made with the JDK's `keytool` on first use, good for 820 days.
///
/// @param keyStore PKCS12 with the server's key and chain
/// @param authority PEM for `AWS_CA_BUNDLE`
record Certificates(Path keyStore, String password, Path authority) {
    private static final List<String> NEW_KEY =
            List.of("-genkeypair", "-keyalg", "EC", "-groupname", "secp256r1", "-validity", "820");

    /// @throws IOException when keytool fails; the message holds what it printed
    static Certificates in(Path folder, String password) throws IOException {
        var made =
                new Certificates(folder.resolve("server.p12"), password, folder.resolve("ca.pem"));
        if (!Files.exists(made.authority)) {
            Files.createDirectories(folder);
            made.make(folder.resolve("ca.p12"), folder.resolve("root.pem"));
        }
        return made;
    }

    private void make(Path ca, Path root) throws IOException {
        Path request = root.resolveSibling("server.csr");
        Path signed = root.resolveSibling("server.pem");
        for (Path rest : List.of(keyStore, ca, root, request, signed)) {
            Files.deleteIfExists(rest);
        }
        newKey(
                ca,
                "ca",
                "CN=Tollgate local CA",
                List.of("-ext", "bc:c=ca:true,pathlen:0", "-ext", "ku:c=keyCertSign"));
        keytool(ca, List.of("-exportcert", "-rfc", "-alias", "ca", "-file", root.toString()));
        newKey(keyStore, "server", "CN=localhost", List.of());
        keytool(keyStore, List.of("-certreq", "-alias", "server", "-file", request.toString()));
        keytool(
                ca,
                List.of(
                        "-gencert",
                        "-rfc",
                        "-alias",
                        "ca",
                        "-validity",
                        "820",
                        "-infile",
                        request.toString(),
                        "-outfile",
                        signed.toString(),
                        "-ext",
                        "san=dns:localhost,ip:127.0.0.1",
                        "-ext",
                        "eku=serverAuth"));
        keytool(
                keyStore,
                List.of("-importcert", "-noprompt", "-alias", "ca", "-file", root.toString()));
        keytool(
                keyStore,
                List.of(
                        "-importcert",
                        "-noprompt",
                        "-alias",
                        "server",
                        "-file",
                        signed.toString()));
        for (Path done : List.of(request, signed, ca)) {
            Files.delete(done);
        }
        Files.move(root, authority);
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
