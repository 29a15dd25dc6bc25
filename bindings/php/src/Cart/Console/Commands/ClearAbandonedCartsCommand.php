<?php

declare(strict_types=1);

namespace MasyukAI\Cart\Console\Commands;

use Cartwright\Laravel\IdleCarts;
use Cartwright\Laravel\Settings;
use Illuminate\Console\Command;
use Illuminate\Support\Carbon;
use MasyukAI\Cart\Services\CartMetricsService;

/**
 * Deletes the carts that nobody has changed for days.
 */
class ClearAbandonedCartsCommand extends Command
{
    protected $signature = 'cart:clear-abandoned
        {--days= : Days without a change (default: cart.cleanup.abandoned_after_days, 7)}
        {--dry-run : Count them, delete nothing}
        {--batch-size= : Carts to delete at once (default: cart.cleanup.cleanup_batch_size, 1000)}
        {--force : Do not ask}';

    protected $description = 'Delete the carts that nobody has changed for days';

    /**
     * Asks before, unless it is told not to.
     */
    public function handle(CartMetricsService $metrics): int
    {
        $settings = Settings::of($this->laravel);
        $days = $this->number('days', $settings->integer('cart.cleanup.abandoned_after_days', 7), 0);
        $batch = $this->number('batch-size', $settings->integer('cart.cleanup.cleanup_batch_size', 1000), 1);

        if ($days === null || $batch === null) {
            return self::INVALID;
        }

        $before = Carbon::now()->subDays($days);
        $carts = IdleCarts::before($this->laravel, $before);
        $isRehearsal = (bool) $this->option('dry-run');
        $this->info("Clearing carts abandoned before: {$before->format('Y-m-d H:i:s')}");

        if ($isRehearsal) {
            $this->warn('DRY RUN MODE - No data will be deleted');
        }

        $count = $carts->count();

        if ($count === 0) {
            $this->info('No abandoned carts found.');

            return self::SUCCESS;
        }

        $this->info("Found {$count} abandoned carts to clear.");

        if ($isRehearsal) {
            $this->info("Would delete {$count} abandoned carts.");

            return self::SUCCESS;
        }

        if (! $this->option('force') && ! $this->confirm('Are you sure you want to delete these carts?')) {
            $this->info('Operation cancelled.');

            return self::SUCCESS;
        }

        $this->info("Successfully deleted {$this->delete($carts, $count, $batch, $metrics)} abandoned carts.");

        return self::SUCCESS;
    }

    private function delete(IdleCarts $carts, int $count, int $batch, CartMetricsService $metrics): int
    {
        $progress = $this->output->createProgressBar($count);
        $progress->start();
        $deleted = 0;

        foreach ($carts->delete($batch) as $cart) {
            $metrics->recordAbandonment($cart->identifier, $cart->instance, ['cleared_by_command' => true]);
            $progress->advance();
            $deleted++;
        }

        $progress->finish();
        $this->newLine();

        return $deleted;
    }

    private function number(string $option, int $default, int $least): ?int
    {
        $given = $this->option($option);

        if ($given === null) {
            return $default;
        }

        if (! is_string($given) || ! ctype_digit($given) || (int) $given < $least) {
            $this->error("--{$option} takes a number from {$least}.");

            return null;
        }

        return (int) $given;
    }
}
