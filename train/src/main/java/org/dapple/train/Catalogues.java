package org.dapple.train;

import org.dapple.core.frontend.FrontEnd;
import org.dapple.core.frontend.FrontEnds;
import org.dapple.core.settings.Catalogue;
import org.dapple.masking.MaskingStrategies;
import org.dapple.masking.MaskingStrategy;
import org.dapple.models.pretext.PretextRecipe;
import org.dapple.models.pretext.PretextRecipes;

/**
 * The names that configurations of training may use. To train with a strategy or model from outside, add it here.
 *
 * @param masking masking strategies
 * @param recipes pretext models
 * @param frontEnds front ends
 */
public record Catalogues(
        Catalogue<MaskingStrategy> masking, Catalogue<PretextRecipe> recipes, Catalogue<FrontEnd> frontEnds) {

    /** {@return what Dapple brings} */
    public static Catalogues standard() {
        return new Catalogues(MaskingStrategies.standard(), PretextRecipes.standard(), FrontEnds.standard());
    }
}
