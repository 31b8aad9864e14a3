package dev.tollgate.localstack.deploy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The sockets that processes listen on, as Linux tells (proc(5)): addresses in hexadecimal, each
/// 32 bits of them in the machine's byte order.
///
/// @param addresses `<address>:<port>`
record ListeningSockets(List<String> addresses) {
    private static final String LISTEN = "0A";
    private static final int ADDRESS = 1;
    private static final int STATE = 3;
    private static final int INODE = 9;

    static ListeningSockets of(List<ProcessHandle> processes) throws IOException {
        Set<String> inodes = new HashSet<>();
        for (ProcessHandle process : processes) {
            inodes.addAll(inodes(Path.of("/proc", Long.toString(process.pid()), "fd")));
        }
        var found = new ArrayList<String>();
        for (String table : List.of("tcp", "tcp6")) {
            for (String line : Files.readAllLines(Path.of("/proc/net", table))) {
                String[] fields = line.strip().split("\\s+", -1);
                if (fields[STATE].equals(LISTEN) && inodes.contains(fields[INODE])) {
                    found.add(fields[ADDRESS]);
                }
            }
        }
        return new ListeningSockets(List.copyOf(found));
    }

    /// Those that other machines could reach.
    List<String> beyondLoopback() {
        return addresses.stream()
                .filter(address -> !isLoopback(address.substring(0, address.indexOf(':'))))
                .toList();
    }

    private static boolean isLoopback(String hex) {
        return switch (hex.length()) {
            case 8 -> hex.endsWith("7F");
            case 32 ->
                    hex.equals("00000000000000000000000001000000")
                            || (hex.startsWith("0000000000000000FFFF0000") && hex.endsWith("7F"));
            default -> false;
        };
    }

    private static Set<String> inodes(Path descriptors) throws IOException {
        var inodes = new HashSet<String>();
        try (var open = Files.newDirectoryStream(descriptors)) {
            for (Path descriptor : open) {
                String target = target(descriptor);
                if (target.startsWith("socket:[")) {
                    inodes.add(target.substring("socket:[".length(), target.length() - 1));
                }
            }
        }
        return inodes;
    }

    /// Empty when it was closed meanwhile.
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException _) {
            return "";
        }
    }
}
