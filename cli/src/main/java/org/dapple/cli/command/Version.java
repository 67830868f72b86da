package org.dapple.cli.command;

import picocli.CommandLine.IVersionProvider;

/** What {@code dapple --version} prints. */
public final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        String version = Version.class.getPackage().getImplementationVersion();
        return new String[] {
            "dapple " + (version == null ? "development" : version) + " (commit "
                    + System.getProperty("dapple.commit", "unknown") + ")"
        };
    }
}
