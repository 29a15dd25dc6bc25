<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

/**
 * Who does the application's transaction again after the driver has ended it.
 */
enum Repeater: string
{
    case Laravel = 'Laravel retries';
    case LaravelThatKnows1020 = 'Laravel retries if it knows 1020';
    case Application = 'the application retries';
}
