#!/usr/bin/env php
<?php

declare(strict_types=1);

namespace Cartwright\Tests\versions;

use InvalidArgumentException;
use Throwable;

require __DIR__ . '/../bootstrap.php';

error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);

try {
    $options = new Options(array_slice($argv, 1));
} catch (InvalidArgumentException $mistake) {
    fwrite(STDERR, "run.php: {$mistake->getMessage()}\n");
    exit(2);
}

if ($options->help) {
    echo Options::HELP;
    exit;
}

$failures = 0;

foreach ($options->places as $place) {
    printf('%-28s %-26s ', $place->name(), $options->plant?->value ?? $options->harm?->value ?? '');

    try {
        $trial = new Trial($place, $options);
        [$failure, $said] = $options->validates ? $trial->validate() : $trial->race();
    } catch (Throwable $thrown) {
        [$failure, $said] = [$thrown->getMessage(), get_class($thrown)];
    }

    // What is planted is to be seen.
    $isRight = ($failure === null) === ($options->plant === null);
    $failures += $isRight ? 0 : 1;
    echo $isRight ? "{$said}\n" : 'FAILED: ' . ($failure ?? 'what was planted was not seen') . "; {$said}\n";
    // The next place is another application.
    unset($trial);
}

echo "seed {$options->seed}; {$failures} failed\n";
exit($failures > 0 ? 1 : 0);
