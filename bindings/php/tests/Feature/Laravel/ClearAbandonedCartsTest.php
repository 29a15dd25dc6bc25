<?php

declare(strict_types=1);

namespace Cartwright\Tests\Feature\Laravel;

use Cartwright\Tests\Support\LaravelTestCase;
use Illuminate\Console\Scheduling\Schedule;
use Illuminate\Database\Events\QueryExecuted;
use Illuminate\Support\Carbon;
use Illuminate\Support\Facades\Schema;
use MasyukAI\Cart\Console\Commands\ClearAbandonedCartsCommand;
use MasyukAI\Cart\Facades\Cart;
use MasyukAI\Cart\Services\CartMetricsService;
use PHPUnit\Framework\Attributes\DataProvider;
use PHPUnit\Framework\Attributes\Test;
use Symfony\Component\Console\Input\ArrayInput;
use Symfony\Component\Console\Output\BufferedOutput;

final class ClearAbandonedCartsTest extends LaravelTestCase
{
    protected function setUp(): void
    {
        parent::setUp();
        Carbon::setTestNow('2026-03-10 12:00:00');
    }

    #[Test]
    public function nothingIsFoundAmongCartsInUse(): void
    {
        $this->carts(1, daysAgo: 6);

        [$code, $output] = $this->artisan('cart:clear-abandoned');

        $this->assertSame(0, $code);
        $this->assertSame(
            "Clearing carts abandoned before: 2026-03-03 12:00:00\nNo abandoned carts found.\n",
            $output,
        );
    }

    #[Test]
    public function whoIsNotSureDeletesNothing(): void
    {
        $this->carts(2, daysAgo: 8);

        [$code, $output] = $this->artisan('cart:clear-abandoned', ['--no-interaction' => true]);

        $this->assertSame(0, $code);
        $this->assertStringContainsString("Found 2 abandoned carts to clear.\n", $output);
        $this->assertStringContainsString("Operation cancelled.\n", $output);
        $this->assertSame(2, $this->remaining());
    }

    #[Test]
    public function whoIsSureDeletesThem(): void
    {
        $this->carts(2, daysAgo: 8);
        $this->carts(1, daysAgo: 1, prefix: 'fresh');

        $this->assertStringContainsString('Successfully deleted 2 abandoned carts.', $this->answering('yes'));
        $this->assertSame(1, $this->remaining());
    }

    #[Test]
    public function aRehearsalDeletesNothingAndAsksNothing(): void
    {
        $this->carts(2, daysAgo: 8);

        [$code, $output] = $this->artisan('cart:clear-abandoned', ['--dry-run' => true]);

        $this->assertSame(0, $code);
        $this->assertStringContainsString("DRY RUN MODE - No data will be deleted\n", $output);
        $this->assertStringEndsWith("Would delete 2 abandoned carts.\n", $output);
        $this->assertSame(2, $this->remaining());
    }

    /**
     * @param array<string, mixed> $options
     */
    #[Test]
    #[DataProvider('batches')]
    public function inBatchesNoneIsForgotten(int $carts, array $options, int $deletes): void
    {
        $this->carts($carts, daysAgo: 8);
        $statements = [];
        $this->app->make('db')->listen(static function (QueryExecuted $query) use (&$statements): void {
            $statements[] = strtok($query->sql, ' ');
        });

        $this->artisan('cart:clear-abandoned', ['--force' => true] + $options);

        $this->assertSame(0, $this->remaining());
        $this->assertSame($deletes, array_count_values($statements)['delete']);
    }

    public static function batches(): array
    {
        return [
            'one batch' => [5, [], 1],
            'a rest' => [5, ['--batch-size' => '2'], 3],
            'no rest' => [4, ['--batch-size' => '2'], 2],
        ];
    }

    #[Test]
    public function aCartWhoseOwnerComesBackMeanwhileStays(): void
    {
        $this->carts(2, daysAgo: 8);
        $database = $this->app->make('db');
        $database->listen(static function (QueryExecuted $query) use ($database): void {
            if (str_contains($query->sql, 'order by "id"')) {
                $database->table('carts')->where('identifier', 'cart-0')->update(['updated_at' => Carbon::now()]);
            }
        });

        [, $output] = $this->artisan('cart:clear-abandoned', ['--force' => true]);

        $this->assertStringContainsString('Successfully deleted 1 abandoned carts.', $output);
        $this->assertSame(['cart-0'], $database->table('carts')->pluck('identifier')->all());
        $this->assertSame(1, $this->app->make(CartMetricsService::class)->getMetricsSummary()['abandonments']['total']);
    }

    #[Test]
    public function eachIsCountedAsAbandoned(): void
    {
        $this->carts(3, daysAgo: 8);

        $this->artisan('cart:clear-abandoned', ['--force' => true]);

        $this->assertSame(3, $this->app->make(CartMetricsService::class)->getMetricsSummary()['abandonments']['total']);
    }

    #[Test]
    public function theSettingsSayWhatTheOptionsDoNot(): void
    {
        config(['cart.cleanup.abandoned_after_days' => 3]);
        $this->carts(1, daysAgo: 4);

        $this->assertStringContainsString('Would delete 1', $this->artisan('cart:clear-abandoned', ['--dry-run' => true])[1]);
        $this->assertStringContainsString(
            'No abandoned carts found.',
            $this->artisan('cart:clear-abandoned', ['--dry-run' => true, '--days' => '5'])[1],
        );
    }

    #[Test]
    public function theTableIsTheOneOfTheSettings(): void
    {
        Schema::rename('carts', 'baskets');
        config(['cart.database.table' => 'baskets']);
        $this->app->make('db')->table('baskets')->insert(['id' => 'x', 'identifier' => 'x', 'updated_at' => '2026-01-01']);

        $this->artisan('cart:clear-abandoned', ['--force' => true]);

        $this->assertSame(0, $this->app->make('db')->table('baskets')->count());
    }

    #[Test]
    #[DataProvider('nonsense')]
    public function aNumberHasToBeOne(string $option, string $value): void
    {
        [$code, $output] = $this->artisan('cart:clear-abandoned', [$option => $value]);

        $this->assertSame(2, $code);
        $this->assertStringContainsString("{$option} takes a number", $output);
    }

    public static function nonsense(): array
    {
        return [['--days', 'x'], ['--days', '-1'], ['--batch-size', '0']];
    }

    #[Test]
    public function theSchedulerDoesItWhereItIsToldTo(): void
    {
        $planned = fn (): array => array_map(
            static fn ($event): string => $event->expression . ' ' . substr($event->command, (int) strpos($event->command, 'cart:')),
            array_values(array_filter(
                $this->app->make(Schedule::class)->events(),
                static fn ($event): bool => str_contains((string) $event->command, 'cart:'),
            )),
        );
        $this->assertSame([], $planned());

        $this->startApplication(['cart.cleanup' => ['auto_cleanup' => '1']]);

        $this->assertSame(['0 0 * * * cart:clear-abandoned --force'], $planned());
    }

    private function answering(string $answer): string
    {
        $command = $this->app->make(ClearAbandonedCartsCommand::class);
        $command->setLaravel($this->app);
        $input = new ArrayInput([]);
        $stream = fopen('php://memory', 'r+');
        fwrite($stream, "{$answer}\n");
        rewind($stream);
        $input->setStream($stream);
        $output = new BufferedOutput();
        $command->run($input, $output);

        return $output->fetch();
    }

    private function carts(int $number, int $daysAgo, string $prefix = 'cart'): void
    {
        for ($at = 0; $at < $number; $at++) {
            Cart::getCartInstance('default', "{$prefix}-{$at}")->add('a', 'A', 10);
        }

        $this->app->make('db')->table('carts')->where('identifier', 'like', "{$prefix}-%")
            ->update(['updated_at' => Carbon::now()->subDays($daysAgo)]);
    }

    private function remaining(): int
    {
        return $this->app->make('db')->table('carts')->count();
    }
}
