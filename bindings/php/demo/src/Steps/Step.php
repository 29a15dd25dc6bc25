<?php

declare(strict_types=1);

namespace Cartwright\Demo\Steps;

use Cartwright\Demo\Narration\NotAsTold;

/**
 * A part of the walk.
 */
interface Step
{
    /**
     * @throws NotAsTold
     */
    public function play(Stage $stage): void;
}
