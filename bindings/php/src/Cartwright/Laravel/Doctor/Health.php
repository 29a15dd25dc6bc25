<?php

declare(strict_types=1);

namespace Cartwright\Laravel\Doctor;

/**
 * What a check came to.
 *
 * @internal
 */
enum Health: string
{
    case Fine = 'ok';
    case Warning = 'warning';
    case Problem = 'problem';
}
