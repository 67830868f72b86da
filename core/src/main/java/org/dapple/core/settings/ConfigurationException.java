package org.dapple.core.settings;

/**
 * A value in a configuration is wrong. The message starts with the key, so that the user can find the value.
 *
 * <p>A record checks its components in the compact constructor and knows only its own keys. The enclosing section adds
 * its name with {@link #within}, so the user reads {@code masking.ratio must be between 0 and 1, exclusive; it is 1.7}.
 */
public final class ConfigurationException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final String key;
    private final String problem;

    /**
     * Refuses a key with a sentence.
     *
     * @param key the dotted key as the user writes it, for example {@code masking.ratio}
     * @param problem what is wrong and what to do, continuing a sentence that starts with the key
     */
    public ConfigurationException(String key, String problem) {
        super(key + " " + problem);
        this.key = key;
        this.problem = problem;
    }

    /**
     * Refuses the value of a key unless it follows a rule.
     *
     * @param follows whether the value is acceptable
     * @param key the key's name
     * @param rule the rule, to continue "must", for example {@code "be at least 1"}
     * @param value the value of the key
     * @throws ConfigurationException if the value does not follow the rule
     */
    public static void require(boolean follows, String key, String rule, Object value) {
        if (!follows) {
            throw new ConfigurationException(key, "must " + rule + "; it is " + value);
        }
    }

    /** {@return the dotted key} */
    public String key() {
        return key;
    }

    /**
     * The same refusal, with the name of the enclosing section before the key.
     *
     * @param section the name of the enclosing section
     * @return the refusal of {@code section.key}
     */
    public ConfigurationException within(String section) {
        ConfigurationException outer = new ConfigurationException(section + "." + key, problem);
        outer.initCause(this);
        return outer;
    }
}
