package org.dapple.core.ops;

import org.dapple.core.settings.ConfigurationException;

/** Reads the property once. The first operation loads the op pack. */
final class OpsChoice {
    private static final String PROPERTY = "dapple.ops";

    static final TorchOps STANDARD = choose(System.getProperty(PROPERTY, "torch"));

    private OpsChoice() {}

    private static TorchOps choose(String name) {
        return switch (name) {
            case "torch" -> new ScriptedOps();
            case "composed" -> new ComposedOps();
            default -> throw new ConfigurationException(PROPERTY, "must be torch or composed; it is " + name);
        };
    }
}
