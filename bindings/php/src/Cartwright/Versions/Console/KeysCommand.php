<?php
namespace Cartwright\Versions\Console;
class KeysCommand extends \Illuminate\Console\Command { protected $signature='versions:keys'; }
