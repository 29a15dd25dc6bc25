<?php

declare(strict_types=1);

/*
 * A process that asks for a page of a shop as soon as it is told to, and says what it was served: the shop's directory and its
 * settings. Whoever makes the page needs a third of a second, and notes that he did.
 */

namespace Cartwright\Tests\Support;

use Cartwright\Versions\VersionedCache;

require __DIR__ . '/../bootstrap.php';

[, $directory, $settings] = $argv;
$app = LaravelApplication::start($directory, unserialize(base64_decode($settings), ['allowed_classes' => false]));
$cache = $app->make(VersionedCache::class);
echo "ready\n";
fgets(STDIN);

echo $cache->remember('page', ['products'], 600, static function () use ($directory): string {
    file_put_contents("{$directory}/made", getmypid() . "\n", FILE_APPEND | LOCK_EX);
    usleep(300_000);

    return 'made by ' . getmypid();
}), "\n";
