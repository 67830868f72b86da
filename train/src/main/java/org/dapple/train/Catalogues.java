package org.dapple.train;

import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.FrontEnds;
import org.dapple.core.settings.Catalogue;
import org.dapple.masking.MaskingStrategies;
import org.dapple.masking.MaskingStrategy;
import org.dapple.models.pretext.PretextRecipe;
import org.dapple.models.pretext.PretextRecipes;

/**
 * The strategies, models and front ends that training configurations may name. Add your own here to train with them.
 *
 * @param masking masking strategies
 * @param recipes pretext models
 * @param frontEnds front ends
 */
public record Catalogues(
        Catalogue<MaskingStrategy> masking, Catalogue<PretextRecipe> recipes, Catalogue<FrontEnd> frontEnds) {

    /** {@return everything that Dapple includes} */
    public static Catalogues standard() {
        return new Catalogues(MaskingStrategies.standard(), PretextRecipes.standard(), FrontEnds.standard());
    }
}
