<?php

declare(strict_types=1);

/*
 * One of the visitor's windows: waits for the word to begin, makes its requests, and says what was acknowledged.
 */

namespace Cartwright\Tests\visitors;

use Throwable;

require __DIR__ . '/../bootstrap.php';

[, $window, $trial, $directory, $cookie, $requests] = $argv;
$shop = new Shop(Trial::from($trial), $directory, $cookie);
$said = ['items' => [], 'conditions' => [], 'refused' => [], 'milliseconds' => []];

// What is loaded once is loaded before it begins.
$shop->visit('/look');
fwrite(STDOUT, "ready\n");
fgets(STDIN);

for ($at = 0; $at < (int) $requests; $at++) {
    $begun = hrtime(true);

    try {
        switch ($at % 4) {
            case 0:
            case 2:
                $item = 'item-' . $at % 5;
                $shop->visit("/add/{$item}");
                $said['items'][$item] = ($said['items'][$item] ?? 0) + 1;
                break;
            case 1:
                $shop->visit('/look');
                break;
            default:
                $condition = "fee-{$window}-{$at}";
                $shop->visit("/condition/{$condition}");
                $said['conditions'][] = $condition;
        }
    } catch (Throwable $refusal) {
        $said['refused'][] = $refusal->getMessage();
    }

    $said['milliseconds'][] = (hrtime(true) - $begun) / 1e6;
}

fwrite(STDOUT, json_encode($said, JSON_THROW_ON_ERROR) . "\n");
