<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Storage;

use PHPUnit\Framework\Attributes\Test;

/**
 * How many items a cart may have is limited where a database's column is; the original had no limit elsewhere.
 */
trait WithoutItemLimit
{
    #[Test]
    public function tooManyItemsRefuseTheMergeAndLeaveBothCarts(): void
    {
        $this->cart->add('lamp', 'Lamp', 100);
        $this->guest()->add('bulb', 'Bulb', 10);
        config(['cart.limits.max_items' => 1]);
        $this->mergeGuest();

        $this->assertTotal(110.0);
    }
}
