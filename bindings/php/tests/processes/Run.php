<?php

declare(strict_types=1);

namespace Cartwright\Tests\processes;

use Cartwright\Storage\NativeLayout;
use Cartwright\Storage\NativeStorage;
use Cartwright\Tests\Support\TestDatabase;
use Illuminate\Config\Repository;
use Illuminate\Container\Container;
use Illuminate\Database\Connection;
use Illuminate\Database\Connectors\ConnectionFactory;
use Illuminate\Support\Facades\Facade;
use MasyukAI\Cart\Cart;
use MasyukAI\Cart\Storage\DatabaseStorage;
use RuntimeException;

/**
 * All processes on one database, from the empty table to the comparison.
 */
final class Run
{
    /** How long a process may say nothing. */
    private const PATIENCE = 120;

    public readonly Ledger $ledger;

    public float $seconds = 0.0;

    /** @var array<int, array{resource, array<int, resource>}> process and pipes */
    private array $processes = [];

    public function __construct(
        private readonly TestDatabase|NativeLayout $on,
        private readonly Options $options,
        private readonly string $directory,
    ) {
        $this->ledger = new Ledger(array_fill_keys(Operation::sharedItems(), 1));
    }

    public function perform(): void
    {
        $connection = $this->on instanceof TestDatabase ? $this->prepare() : null;
        $storage = $connection === null ? $this->nativeStorage() : new DatabaseStorage($connection);
        $cart = new Cart($storage, 'customer');

        foreach (Operation::sharedItems() as $id) {
            $cart->add($id, ucfirst($id), 9.99);
        }

        try {
            $this->start();
            $begun = hrtime(true);
            $this->follow();
            $this->seconds = (hrtime(true) - $begun) / 1e9;
        } finally {
            foreach ($this->processes as [$process]) {
                proc_terminate($process, SIGKILL);
            }
        }

        for ($at = 1; $at <= $this->options->processes; $at++) {
            $this->ledger->read($at, $this->recordOf($at));
        }

        $sales = $connection?->table('sales')->pluck('made', 'process')->all() ?? [];
        $this->ledger->compare($this->found(new Cart($storage, 'customer')), $sales);
    }

    private function nativeStorage(): NativeStorage
    {
        self::application();

        return new NativeStorage(...$this->nativeSettings());
    }

    private static function application(): Container
    {
        $app = new Container();
        Container::setInstance($app);
        $app->instance('config', new Repository(['cart' => require __DIR__ . '/../../config/cart.php']));

        return $app;
    }

    private function prepare(): Connection
    {
        $app = self::application();
        $connection = (new ConnectionFactory($app))->make($this->settings(), 'shop');
        $schema = $connection->getSchemaBuilder();
        $app->instance('db.schema', $schema);
        Facade::setFacadeApplication($app);
        Facade::clearResolvedInstances();
        $schema->dropIfExists('carts');
        (require __DIR__ . '/../../database/migrations/2024_12_30_000000_create_carts_table.php')->up();
        $schema->dropIfExists('sales');
        $schema->create('sales', static function ($table): void {
            $table->integer('process')->primary();
            $table->integer('made');
        });

        for ($process = 1; $process <= $this->options->processes; $process++) {
            $connection->table('sales')->insert(['process' => $process, 'made' => 0]);
        }

        return $connection;
    }

    /**
     * Starts all, and lets them begin together when each has connected.
     */
    private function start(): void
    {
        for ($at = 1; $at <= $this->options->processes; $at++) {
            $options = base64_encode(serialize([
                'settings' => $this->on instanceof TestDatabase ? $this->settings() : null,
                'native' => $this->on instanceof NativeLayout ? $this->nativeSettings() : null,
                'seed' => $this->options->seed,
                'operations' => $this->options->operations,
                'defect' => $this->options->defect,
                'record' => $this->recordOf($at),
            ]));
            $process = proc_open(
                [PHP_BINARY, __DIR__ . '/worker.php', (string) $at, $options],
                [['pipe', 'r'], ['pipe', 'w'], STDERR],
                $pipes,
            );
            $this->processes[$at] = [$process, $pipes];
        }

        foreach ($this->processes as [, $pipes]) {
            fgets($pipes[1]) === "ready\n" || throw new RuntimeException('A process could not begin');
        }

        foreach ($this->processes as [, $pipes]) {
            fwrite($pipes[0], "go\n");
        }
    }

    /**
     * Until all have ended; a point is printed for each twentieth of the work.
     */
    private function follow(): void
    {
        $open = array_map(static fn (array $process) => $process[1][1], $this->processes);
        $all = $this->options->processes * $this->options->operations;
        $done = 0;
        $points = 0;

        while ($open !== []) {
            $ready = $open;
            $none = null;

            if (stream_select($ready, $none, $none, self::PATIENCE) === 0) {
                throw new RuntimeException('No process has done anything for ' . self::PATIENCE . ' seconds');
            }

            foreach ($ready as $at => $pipe) {
                $line = fgets($pipe);

                if ($line === false) {
                    unset($open[$at]);
                } else {
                    $done += (int) $line;
                }
            }

            for (; $points < intdiv($done * 20, $all); $points++) {
                echo '.';
            }
        }

        foreach ($this->processes as $at => [$process, $pipes]) {
            unset($this->processes[$at]);
            array_map(fclose(...), $pipes);
            $code = proc_close($process);
            $code === 0 || throw new RuntimeException("Process {$at} ended with code {$code}");
        }
    }

    /**
     * @return array<string, int>
     */
    private function found(Cart $cart): array
    {
        $content = $cart->content();

        return array_map(static fn (array $item): int => $item['quantity'], $content['items'])
            + array_map(static fn (array $condition): int => (int) $condition['value'], $content['conditions']);
    }

    private function recordOf(int $process): string
    {
        return "{$this->directory}/process-{$process}";
    }

    /**
     * @return array<string, mixed>
     */
    private function settings(): array
    {
        return $this->on->settings($this->directory, 60);
    }

    /**
     * @return array{string, NativeLayout, int} as NativeStorage takes them
     */
    private function nativeSettings(): array
    {
        return ["{$this->directory}/carts.sqlite", $this->on, 60_000];
    }
}
