package org.dapple.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Everything public in the libraries has Javadoc with every {@code @param}, {@code @return} and {@code @throws}. The
 * compiler checks the rest of doclint in every build, but not this: that of JDK 17 wants the components of a record
 * described once more at its compact constructor.
 */
class JavadocTest {
    private static final Path ROOT = Path.of(System.getProperty("dapple.root", ".."));
    private static final Pattern COMPACT_CONSTRUCTOR = Pattern.compile("\\s*(public|protected) \\w+ \\{");

    @TempDir
    Path folder;

    @Test
    void nothingPublicLacksJavadoc() throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        DiagnosticCollector<JavaFileObject> found = new DiagnosticCollector<>();
        List<String> options = List.of(
                "-proc:none",
                "-Xdoclint:missing/protected",
                "-Xmaxwarns",
                "10000",
                "-d",
                folder.toString(),
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        try (StandardJavaFileManager files =
                compiler.getStandardFileManager(found, Locale.ROOT, StandardCharsets.UTF_8)) {
            compiler.getTask(null, files, found, options, null, files.getJavaFileObjectsFromFiles(sources()))
                    .call();
        }
        List<String> missing = new ArrayList<>();
        for (Diagnostic<? extends JavaFileObject> diagnostic : found.getDiagnostics()) {
            if (!isCompactConstructor(diagnostic)) {
                missing.add(diagnostic.toString());
            }
        }
        assertEquals(List.of(), missing);
    }

    private static List<File> sources() throws IOException {
        List<File> sources = new ArrayList<>();
        for (String module : List.of("core", "data", "masking", "models", "contracts", "train", "eval", "experiment")) {
            try (Stream<Path> files = Files.walk(ROOT.resolve(module).resolve("src/main/java"))) {
                files.filter(file -> file.toString().endsWith(".java"))
                        .map(Path::toFile)
                        .forEach(sources::add);
            }
        }
        return sources;
    }

    private static boolean isCompactConstructor(Diagnostic<? extends JavaFileObject> diagnostic) throws IOException {
        JavaFileObject source = diagnostic.getSource();
        if (source == null) {
            return false;
        }
        String line = source.getCharContent(true)
                .toString()
                .lines()
                .skip(diagnostic.getLineNumber() - 1)
                .findFirst()
                .orElse("");
        return COMPACT_CONSTRUCTOR.matcher(line).matches();
    }
}
