<?php

declare(strict_types=1);

namespace Cartwright\Versions\Race;

use Cartwright\Versions\ShopDataUpdated;

/**
 * What is told of data of a race: to nobody but the listener that is tried, whoever else in the application hears of products.
 *
 * @internal
 */
final class RaceDataUpdated extends ShopDataUpdated
{
}
