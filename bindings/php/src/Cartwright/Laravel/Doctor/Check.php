<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

use Illuminate\Contracts\Foundation\Application;

/**
 * Looks at one thing that carts need.
 *
 * @internal
 */
interface Check
{
    /**
     * @return iterable<Finding>
     */
    public function findings(Application $app): iterable;
}
