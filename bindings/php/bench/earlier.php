<?php

declare(strict_types=1);

/*
 * What the boundary was seen to cost before it was built, with programs written for that alone: November 2026, two cores
 * that others used too, PHP 8.2 on the command line with opcache and without JIT, medians of interleaved runs, an item of
 * five attributes and 250 bytes of JSON. Differences below one and a half times mean nothing.
 *
 * Each has the line of those notes that it stands in, and the microseconds.
 */

return [
    'calls' => [
        'cw_abi_epoch' => ['call, no arguments', 0.07],
        'cw_number_combine' => ['call, 6 integers', 0.25],
        'cw_cart_load' => ['1 KB text in, not copied', 0.13],
        'cw_cart_column, cw_text_free' => ['1 KB text out', 0.26],
        'cw_locks_acquire, cw_locks_release' => ['acquire and release in a lock table in memory', 0.97],
    ],
    // With 1, 10, 100 and 1000 items, by way, state and operation.
    'operations' => [
        'hosted, text' => [
            'cold' => [
                'add' => ['text in and out', [13, 23, 205, 1569]],
                'update' => ['text in and out', [13, 23, 205, 1569]],
                'remove' => ['text in and out', [13, 23, 205, 1569]],
            ],
        ],
        'hosted, primed' => [
            'warm' => [
                'add' => ['resident handle, add or remove', [1.4, 1.2, 0.8, 1.3]],
                'update' => ['resident handle, set quantity', [0.36, 0.24, 0.37, 0.37]],
                'remove' => ['resident handle, add or remove', [1.4, 1.2, 0.8, 1.3]],
                'total' => ['resident handle, total', [0.27, 0.20, 0.54, 4.2]],
                'content' => ['content through serialize text from kept fragments', [1.2, 11, 79, 1401]],
            ],
        ],
        'SQLite, compatible' => [
            'warm' => [
                'add' => ['SQLite WAL, one JSON row, resident state with version check', [24, 29, 78, 532]],
                'update' => ['SQLite WAL, one JSON row, resident state with version check', [24, 29, 78, 532]],
                'remove' => ['SQLite WAL, one JSON row, resident state with version check', [24, 29, 78, 532]],
            ],
            'cold' => [
                'add' => ['SQLite WAL, one JSON row', [34, 58, 266, 1850]],
                'update' => ['SQLite WAL, one JSON row', [34, 58, 266, 1850]],
                'remove' => ['SQLite WAL, one JSON row', [34, 58, 266, 1850]],
            ],
        ],
        'SQLite, own' => [
            'warm' => [
                'add' => ['SQLite WAL, a row per item', [30, 29, 30, 30]],
                'update' => ['SQLite WAL, a row per item', [30, 29, 30, 30]],
                'remove' => ['SQLite WAL, a row per item', [30, 29, 30, 30]],
            ],
        ],
    ],
];
