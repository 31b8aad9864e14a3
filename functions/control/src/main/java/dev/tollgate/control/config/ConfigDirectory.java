package dev.tollgate.control.config;

import dev.tollgate.core.tenant.TenantId;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Reads and checks a whole configuration directory: `platform.yaml` and `tenants/<id>.yaml`.
final class ConfigDirectory {
    private static final String PLATFORM = "platform.yaml";
    private static final String TENANTS = "tenants";
    private static final String YAML = ".yaml";
    private static final String NAMING =
            "is not read; a tenant's file is named <id>.yaml, its id 2 to 32 of a-z, 0-9 and '-'";
    private static final int MOST_TENANTS = 5000;

    private final SchemaCheck platformSchema = SchemaCheck.ofPlatform();
    private final SchemaCheck tenantSchema = SchemaCheck.ofTenant();
    private final Presets presets;

    ConfigDirectory(Presets presets) {
        this.presets = presets;
    }

    /// What a directory holds, and all that is wrong with it, in order. Without mistakes the
    /// platform is there and every tree fits its schema.
    record Contents(
            Optional<Source> platform, Map<String, Source> tenants, List<Mistake> mistakes) {}

    /// @param today in UTC
    Contents read(Path directory, Variables variables, LocalDate today) {
        var mistakes = new ArrayList<Mistake>();
        var yaml = new YamlReader(variables, mistakes);
        Optional<Source> platform = platform(directory, yaml, mistakes);
        Set<String> ids = ids(directory, mistakes);
        var tenants = new TreeMap<String, Source>();
        for (String id : ids) {
            String name = TENANTS + "/" + id + YAML;
            yaml.read(name, bytes(directory.resolve(name)))
                    .ifPresent(file -> tenants.put(id, file));
        }
        platform.ifPresent(source -> {
            mistakes.addAll(platformSchema.check(source));
            mistakes.addAll(new PlatformCheck(source, ids, presets).check());
        });
        tenants.forEach((id, source) -> {
            mistakes.addAll(tenantSchema.check(source));
            mistakes.addAll(new TenantCheck(source, platform.orElse(null), today).check(id));
        });
        return new Contents(platform, tenants, mistakes.stream().distinct().sorted().toList());
    }

    private static Optional<Source> platform(
            Path directory, YamlReader yaml, List<Mistake> mistakes) {
        Path file = directory.resolve(PLATFORM);
        if (!Files.isRegularFile(file)) {
            mistakes.add(
                    new Mistake(
                            PLATFORM, 1, "", "is missing; write issuers, providers and prices"));
            return Optional.empty();
        }
        for (Path other : list(directory)) {
            String name = other.getFileName().toString();
            if (name.matches(".*\\.ya?ml") && !name.equals(PLATFORM)) {
                mistakes.add(
                        new Mistake(name, 1, "", "is not read; move it to tenants/ or elsewhere"));
            }
        }
        return yaml.read(PLATFORM, bytes(file));
    }

    private static Set<String> ids(Path directory, List<Mistake> mistakes) {
        var ids = new TreeSet<String>();
        Path tenants = directory.resolve(TENANTS);
        for (Path file : Files.isDirectory(tenants) ? list(tenants) : List.<Path>of()) {
            String name = file.getFileName().toString();
            if (name.startsWith(".")) {
                continue;
            }
            String id = name.endsWith(YAML) ? name.substring(0, name.length() - YAML.length()) : "";
            if (TenantId.isValid(id) && Files.isRegularFile(file)) {
                ids.add(id);
            } else {
                mistakes.add(new Mistake(TENANTS + "/" + name, 1, "", NAMING));
            }
        }
        if (ids.size() > MOST_TENANTS) {
            throw new IllegalArgumentException("more than " + MOST_TENANTS + " tenants' files");
        }
        return ids;
    }

    private static List<Path> list(Path directory) {
        try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
            var files = new ArrayList<Path>();
            stream.forEach(files::add);
            files.sort(Comparator.comparing(Path::getFileName));
            return files;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (DirectoryIteratorException e) {
            throw new UncheckedIOException(e.getCause());
        }
    }

    /// One byte more than may be read, at the most.
    private static byte[] bytes(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return in.readNBytes(YamlReader.LARGEST + 1);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
