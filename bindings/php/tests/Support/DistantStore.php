<?php

declare(strict_types=1);

namespace Cartwright\Tests\Support;

use Illuminate\Cache\ArrayStore;

/**
 * A store that fetches many entries at once, as those over a network do, and remembers how often it was asked.
 */
final class DistantStore extends ArrayStore
{
    /** @var list<string> */
    public array $asked = [];

    public function __construct()
    {
        parent::__construct(serializesValues: true);
    }

    public function get($key)
    {
        $this->asked[] = 'get';

        return parent::get($key);
    }

    public function many(array $keys)
    {
        $this->asked[] = 'many';

        return array_combine($keys, array_map(fn (string $key): mixed => parent::get($key), $keys));
    }

    public function put($key, $value, $seconds)
    {
        $this->asked[] = 'put';

        return parent::put($key, $value, $seconds);
    }
}
