package org.dapple.masking;

import static net.bytebuddy.matcher.ElementMatchers.namedOneOf;

import ai.djl.pytorch.jni.JniUtils;
import java.util.concurrent.atomic.AtomicLong;
import net.bytebuddy.ByteBuddy;
import net.bytebuddy.agent.ByteBuddyAgent;
import net.bytebuddy.asm.Advice;
import net.bytebuddy.dynamic.loading.ClassReloadingStrategy;

/**
 * Counts the calls with which the engine makes the host wait for the device: reading values, and operations whose
 * result has a size that depends on them.
 */
public final class ReadBacks {
    /** The calls since {@link #reset}. */
    public static final AtomicLong COUNT = new AtomicLong();

    private ReadBacks() {}

    /** Changes the loaded engine so that its read-back methods count. */
    static void count() {
        ByteBuddyAgent.install();
        new ByteBuddy()
                .redefine(JniUtils.class)
                .visit(Advice.to(Counting.class)
                        .on(namedOneOf("getByteBuffer", "booleanMask", "nonZeros", "contentEqual", "unique")))
                .make()
                .load(JniUtils.class.getClassLoader(), ClassReloadingStrategy.fromInstalledAgent());
    }

    /** Starts from zero. */
    static void reset() {
        COUNT.set(0);
    }

    /** Woven into the engine. */
    public static final class Counting {
        private Counting() {}

        /** Before each call. */
        @Advice.OnMethodEnter
        public static void enter() {
            COUNT.incrementAndGet();
        }
    }
}
