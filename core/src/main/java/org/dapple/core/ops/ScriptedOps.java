package org.dapple.core.ops;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.core.Linear;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValue;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;

/**
 * The operations as methods of a TorchScript module that Dapple writes itself, because DJL has no bindings for these
 * kernels. The source is {@code ops.py} next to this class.
 */
final class ScriptedOps implements TorchOps {
    private static final String METHOD = "module_method:";

    /** Turns off TorchScript's optimiser, which may compute the first calls differently from later ones. */
    private static final ThreadLocal<Boolean> AS_WRITTEN = ThreadLocal.withInitial(() -> {
        JniUtils.setGraphExecutorOptimize(false);
        return true;
    });

    /** Loaded once, when first needed. */
    private static final class Pack {
        static final PtSymbolBlock MODULE = load();
        /** Method names are passed along with the data as empty named arrays. */
        static final NDArray ATTENTION = name("attention");

        static final NDArray LINEAR_BF16 = name("linear_bf16");

        private static PtSymbolBlock load() {
            try (InputStream in = ScriptedOps.class.getResourceAsStream("ops.py")) {
                if (in == null) {
                    throw new IOException("the resource ops.py is missing from the jar");
                }
                byte[] archive = ScriptArchive.of(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                return JniUtils.loadModule(manager(), new ByteArrayInputStream(archive), false, false);
            } catch (IOException | EngineException e) {
                throw new EngineException(
                        "could not load the native operations into PyTorch " + version() + " (" + firstLine(e)
                                + "); run with -Ddapple.ops=composed to use slower replacements",
                        e);
            }
        }

        private static NDArray name(String method) {
            NDArray name = manager().zeros(new Shape(1));
            name.setName(METHOD + method);
            return name;
        }

        private static PtNDManager manager() {
            return (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
        }
    }

    @Override
    public NDArray attention(NDArray query, NDArray key, NDArray value) {
        return recorded("attention", () -> new NDList(query, key, value, Pack.ATTENTION));
    }

    @Override
    public NDArray linear(NDArray input, NDArray weight, NDArray bias, Precision precision) {
        return switch (precision) {
            case FP32 -> Linear.linear(input, weight, bias).singletonOrThrow();
            case BF16 -> recorded("linear_bf16", () -> new NDList(input, weight, bias, Pack.LINEAR_BF16));
        };
    }

    @Override
    public void adamW(AdamWUpdate update, NDList parameters, NDList gradients, NDList first, NDList second) {
        adam("adamw", update, parameters, gradients, first, second);
    }

    @Override
    public void amsGrad(
            AdamWUpdate update, NDList parameters, NDList gradients, NDList first, NDList second, NDList largest) {
        adam("amsgrad", update, parameters, gradients, first, second, largest);
    }

    private static void adam(String operation, AdamWUpdate update, NDList parameters, NDList... others) {
        try (NDArray step = parameters.head().getManager().full(new Shape(), (float) update.step(), DataType.FLOAT32)) {
            List<IValue> inputs = new ArrayList<>(List.of(list(parameters)));
            Arrays.stream(others).forEach(arrays -> inputs.add(list(arrays)));
            inputs.add(IValue.listFrom(
                    Collections.nCopies(parameters.size(), (PtNDArray) step).toArray(PtNDArray[]::new)));
            inputs.add(IValue.from(update.learningRate()));
            inputs.add(IValue.from(update.beta1()));
            inputs.add(IValue.from(update.beta2()));
            inputs.add(IValue.from(update.epsilon()));
            inputs.add(IValue.from(update.weightDecay()));
            done(operation, inputs.toArray(IValue[]::new));
        }
    }

    @Override
    public void moveTowards(NDList targets, NDList sources, double weight) {
        done("move_towards", list(targets), list(sources), IValue.from(weight));
    }

    @Override
    public NDArray clipNorm(NDList arrays, double limit) {
        return run("clip_norm", arrays.head(), list(arrays), IValue.from(limit)).singletonOrThrow();
    }

    @Override
    public void zero(NDList arrays) {
        done("zero", list(arrays));
    }

    @Override
    public NDList eigh(NDArray matrices) {
        return run("eigh", matrices, IValue.from((PtNDArray) matrices));
    }

    @Override
    public NDArray multinomial(NDArray weights, int draws) {
        return run("multinomial", weights, IValue.from((PtNDArray) weights), IValue.from((long) draws))
                .singletonOrThrow();
    }

    /** Runs an operation that gradients flow through. */
    private static NDArray recorded(String operation, Supplier<NDList> inputs) {
        return named(operation, () -> IValueUtils.forward(Pack.MODULE, inputs.get(), true)
                .singletonOrThrow());
    }

    /** Runs an operation without gradients and returns its result. */
    private static NDList run(String operation, NDArray like, IValue... inputs) {
        return named(operation, () -> {
            try (IValue result = IValueUtils.runMethod(Pack.MODULE, operation, inputs)) {
                return result.toNDList((PtNDManager) like.getManager());
            } finally {
                Arrays.stream(inputs).forEach(IValue::close);
            }
        });
    }

    /** Runs an operation in place. */
    private static void done(String operation, IValue... inputs) {
        named(operation, () -> {
            try (IValue result = IValueUtils.runMethod(Pack.MODULE, operation, inputs)) {
                return result.isTensor();
            } finally {
                Arrays.stream(inputs).forEach(IValue::close);
            }
        });
    }

    private static <T> T named(String operation, Supplier<T> work) {
        try {
            AS_WRITTEN.get();
            return work.get();
        } catch (EngineException e) {
            throw new EngineException(
                    "the operation " + operation + " failed in PyTorch " + version() + ": " + firstLine(e), e);
        }
    }

    private static IValue list(NDList arrays) {
        return IValue.listFrom(arrays.toArray(PtNDArray[]::new));
    }

    private static String version() {
        return Engine.getEngine("PyTorch").getVersion();
    }

    private static String firstLine(Throwable problem) {
        String message = String.valueOf(problem.getMessage()).strip();
        return message.lines().findFirst().orElse(message);
    }
}
