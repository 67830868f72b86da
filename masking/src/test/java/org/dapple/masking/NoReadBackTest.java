package org.dapple.masking;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.types.Shape;
import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dapple.core.grid.PatchGrid;
import org.dapple.core.grid.PatchMask;
import org.dapple.core.settings.Settings;
import org.dapple.masking.partition.Partition;
import org.dapple.testing.WithManager;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Drawing masks never makes the host wait for the device: no strategy reads a value back. */
class NoReadBackTest extends WithManager {
    /** Every way from an NDArray's values to Java, and operations that need them to know the size of their result. */
    private static final Pattern READING = Pattern.compile(
            "to(Array|Byte|ByteArray|ByteBuffer|Boolean|BooleanArray|Double|DoubleArray|Float|FloatArray|Int|IntArray"
                    + "|Long|LongArray|Uint8Array|StringArray|DebugString|Tensor)"
                    + "|get(Boolean|Byte|Double|Float|Int|Long|String|Uint8|Short)"
                    + "|nonzero|booleanMask|contentEquals|allClose|equals|unique|encode|copyTo|dumpAsString|intern");

    private static final DescribedPredicate<JavaMethodCall> READS =
            DescribedPredicate.describe("reads an NDArray's values", call -> {
                boolean array = call.getTargetOwner().isAssignableTo(NDArray.class)
                        || call.getTargetOwner().isEquivalentTo(NDArrays.class);
                return array && READING.matcher(call.getTarget().getName()).matches();
            });

    private static final ArchRule RULE = noClasses().should().callMethodWhere(READS);

    @BeforeAll
    static void countReadBacks() {
        ReadBacks.count();
    }

    @Test
    void noStrategyCallsAMethodThatReads() {
        RULE.check(new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .withImportOption(location -> !location.contains("/MaskStatistics")) // runs on the host
                .importPackages("org.dapple.masking"));
    }

    @Test
    void theRuleSeesAMethodThatReads() {
        assertThrows(AssertionError.class, () -> RULE.check(new ClassFileImporter().importClasses(Reader.class)));
    }

    /** What no strategy may do. */
    static final class Reader {
        private Reader() {}

        static float first(NDArray array) {
            return array.getFloat(0);
        }
    }

    static List<BiFunction<Double, HintSchedule, MaskingStrategy>> strategies() {
        return List.of(
                (ratio, hint) -> new RandomMasking(ratio),
                (ratio, hint) -> new DispersionWeightedMasking(
                        ratio, Dispersion.MAD, DispersionWeightedMasking.Sampling.PROBABILISTIC, hint),
                (ratio, hint) -> new DispersionWeightedMasking(
                        ratio, Dispersion.VARIANCE, DispersionWeightedMasking.Sampling.TOP_K, hint),
                (ratio, hint) -> new InverseBlockMasking(ratio, 5, 0.07),
                (ratio, hint) -> new BlockMasking(ratio, 3, 0.07),
                (ratio, hint) -> new SelfGuidedMasking(ratio, Partition.PCA, hint),
                (ratio, hint) -> new SelfGuidedMasking(ratio, Partition.SPECTRAL, hint),
                (ratio, hint) -> new TimeMasking(ratio, 4),
                (ratio, hint) -> new FrequencyMasking(ratio, 1),
                (ratio, hint) -> new StructuredMasking(ratio, false),
                (ratio, hint) -> new StructuredMasking(ratio, true));
    }

    /** A new strategy joins the list above. */
    @Test
    void everyStrategyOfTheCatalogueIsLookedAt() {
        Set<Class<?>> looked = strategies().stream()
                .map(make -> make.apply(0.7, HintSchedule.constant(0.5)).getClass())
                .collect(Collectors.toSet());
        for (String name : MaskingStrategies.standard().names()) {
            MaskingStrategy strategy = MaskingStrategies.standard().read(new Settings(Map.of("strategy", name)));
            assertTrue(looked.contains(strategy.getClass()), name);
        }
    }

    @ParameterizedTest
    @MethodSource("strategies")
    void noStrategyReadsBack(BiFunction<Double, HintSchedule, MaskingStrategy> strategies) {
        PatchGrid grid = new PatchGrid(5, 8, 4, 4);
        NDArray batch = manager.randomNormal(new Shape(3, 1, grid.bands(), grid.frames()));
        MaskingStrategy strategy = strategies.apply(0.7, HintSchedule.constant(0.5));
        ReadBacks.reset();
        PatchMask mask = strategy.mask(new MaskInput(batch, grid, 0.5, 2, grid::patchify));
        mask.binary();
        assertEquals(0, ReadBacks.COUNT.get(), strategy + " made the host wait for the device");
        assertEquals(6 * 40, mask.ids().toLongArray().length);
        assertTrue(ReadBacks.COUNT.get() > 0, "a reading is counted");
    }
}
