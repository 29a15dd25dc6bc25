<?php

declare(strict_types=1);

namespace Cartwright\Versions\Console;

use Cartwright\Versions\Benchmark\Bench;
use Cartwright\Versions\Race\Judge;
use Cartwright\Versions\Race\Orders;
use Cartwright\Versions\Race\Reader;
use Cartwright\Versions\Race\Role;
use Cartwright\Versions\Race\Task;
use Cartwright\Versions\Race\Writer;
use Cartwright\Versions\Validation\Checks;
use Illuminate\Console\Command;
use Illuminate\Contracts\Container\Container;
use InvalidArgumentException;

/**
 * One process of a race or of a validation.
 *
 * @internal
 */
class WorkerCommand extends Command
{
    protected $signature = 'versions:worker {task : What it is to do}';

    protected $description = 'One process of versions:stress or cache:validate-atomic, which start it';

    protected $hidden = true;

    /**
     * Does what it was started for.
     */
    public function handle(Container $app): int
    {
        try {
            $task = Task::fromText($this->argument('task'));
        } catch (InvalidArgumentException $mistake) {
            $this->error($mistake->getMessage());

            return self::INVALID;
        }

        $task->ground->enter($app);

        match ($task->role) {
            Role::Writer => (new Writer($app, $task, new Orders()))->run(),
            Role::Reader => (new Reader($app, $task, new Orders()))->run(),
            Role::Judge => $this->answer((new Judge($app, $task->ground))->look()),
            Role::Checker => $this->answer((new Checks($app, $task->ground))->run()),
            Role::Bench => $this->answer((new Bench($app, $task->ground, $task->number, (int) $task->changes))->run()),
        };

        return self::SUCCESS;
    }

    /**
     * @param array<string, mixed> $answer
     */
    private function answer(array $answer): void
    {
        fwrite(STDOUT, json_encode($answer, JSON_THROW_ON_ERROR | JSON_INVALID_UTF8_SUBSTITUTE));
    }
}
