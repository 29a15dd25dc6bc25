<?php

declare(strict_types=1);

/*
 * A process that raises versions again and again: settings of its connection, types with commas between, how often.
 */

namespace Cartwright\Tests\Support;

use Cartwright\Versions\KnownChanges;
use Cartwright\Versions\VersionTable;
use Illuminate\Config\Repository;
use Illuminate\Container\Container;
use Illuminate\Database\Connectors\ConnectionFactory;

require __DIR__ . '/../bootstrap.php';

$app = new Container();
Container::setInstance($app);
$app->instance('config', new Repository());

[, $settings, $types, $times] = $argv;
$connection = (new ConnectionFactory($app))->make(unserialize(base64_decode($settings), ['allowed_classes' => false]), 'raiser');
$table = new VersionTable(
    $connection,
    'shop_data_version',
    new KnownChanges($connection, 'shop_data_version_changes'),
    static fn (array $versions): string => md5((string) json_encode($versions)),
);

for ($time = 1; $time <= (int) $times; $time++) {
    $id = getmypid() . "-{$time}";
    $table->raise($id, explode(',', $types), false);
    // It is delivered twice now and then.
    $time % 5 === 0 && $table->raise($id, explode(',', $types), false);
}
