#!/usr/bin/env php
<?php

declare(strict_types=1);

namespace Cartwright\Tests\versions;

use Cartwright\Versions\Race\Plant;
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
    $trial = null;

    // What the race cannot see in one place it can see in none.
    $plants = $options->isDeep || $place === $options->places[0] ? Plant::cases() : [];

    foreach ($options->validates ? [null, ...$plants] : [$options->plant] as $plant) {
        printf('%-28s %-26s ', $place->name(), $plant?->value ?? $options->harm?->value ?? '');

        try {
            $trial ??= new Trial($place, $options);
            [$failure, $said] = $options->validates ? $trial->validate($plant) : $trial->race($plant);
        } catch (Throwable $thrown) {
            [$failure, $said] = [$thrown->getMessage(), get_class($thrown)];
        }

        // What is planted is to be seen.
        $isRight = ($failure === null) === ($plant === null);
        $failures += $isRight ? 0 : 1;
        echo $isRight ? "{$said}\n" : 'FAILED: ' . ($failure ?? 'what was planted was not seen') . "; {$said}\n";
    }
}

echo "seed {$options->seed}; {$failures} failed\n";
exit($failures > 0 ? 1 : 0);
